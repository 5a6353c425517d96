using Spmis.Values;

namespace Spmis.Iso20022.Statements;

/// <summary>Which message a statement is.</summary>
public enum StatementKind
{
    /// <summary>camt.053: all entries of an account in a time, with balances.</summary>
    Statement,

    /// <summary>camt.054: single bookings, as receipts and returned payments; no balances.</summary>
    Notification,
}

/// <summary>Which way money moved, seen from the account.</summary>
public enum Direction
{
    /// <summary>Into the account (CRDT).</summary>
    Credit,

    /// <summary>Out of the account (DBIT).</summary>
    Debit,
}

/// <summary>The head of the file.</summary>
/// <param name="MessageId">Its number.</param>
/// <param name="CreatedAt">When it was made (UTC; a time without zone is taken as UTC).</param>
public sealed record StatementFile(string MessageId, DateTime CreatedAt);

/// <summary>One Stmt or Ntfctn: one account.</summary>
public sealed record Statement
{
    /// <summary>Its number.</summary>
    public required string Id { get; init; }

    /// <summary>The account.</summary>
    public required Account Account { get; init; }

    /// <summary>The account's currency, if told.</summary>
    public Currency? Currency { get; init; }

    /// <summary>Whose account.</summary>
    public string? OwnerName { get; init; }

    /// <summary>The bank, if told.</summary>
    public Agent? Agent { get; init; }

    /// <summary>First day, if told.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, if told.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The bank's running number, if told; a gap is a lost statement.</summary>
    public long? SequenceNumber { get; init; }

    /// <summary>OPBD, CLBD and whatever else was told; a debit balance is negative.</summary>
    public IReadOnlyList<Balance> Balances { get; init; } = [];
}

/// <summary>A balance.</summary>
/// <param name="Type">OPBD (opening booked), CLBD (closing booked), PRCD (previous closing), ITBD (between pages), CLAV ...</param>
/// <param name="Amount">Negative when it is a debit balance.</param>
/// <param name="On">The day.</param>
public sealed record Balance(string Type, Money Amount, DateOnly On);

/// <summary>One booking on the account: one payment, or many booked as one sum.</summary>
public sealed record StatementEntry
{
    /// <summary>Number within the statement, if the bank gives one.</summary>
    public string? Reference { get; init; }

    /// <summary>The bank's own reference.</summary>
    public string? AgentReference { get; init; }

    /// <summary>How much, without sign.</summary>
    public required Money Amount { get; init; }

    /// <summary>Which way.</summary>
    public required Direction Direction { get; init; }

    /// <summary>Whether it takes back an earlier entry. The direction is that of this entry, not of the one taken back.</summary>
    public bool IsReversal { get; init; }

    /// <summary>BOOK, PDNG, INFO, FUTR; only BOOK moves the balance.</summary>
    public string Status { get; init; } = "BOOK";

    /// <summary>The day it was booked.</summary>
    public DateOnly? BookedOn { get; init; }

    /// <summary>The day it counts from.</summary>
    public DateOnly? ValueOn { get; init; }

    /// <summary>Bank transaction code as <c>PMNT/RCDT/ESCT</c>, or the bank's own.</summary>
    public string? TransactionCode { get; init; }

    /// <summary>PmtInfId of our batch, when the bank booked it as one sum.</summary>
    public string? BatchId { get; init; }

    /// <summary>The bank's words. A streamed entry of several transactions has them only after those were given, so they are kept for entries of one or none.</summary>
    public string? Text { get; init; }

    /// <summary>With sign: a debit is negative.</summary>
    public Money Signed => Direction == Direction.Debit ? -Amount : Amount;
}

/// <summary>One payment inside an entry.</summary>
public sealed record StatementTransaction
{
    /// <summary>How much, without sign.</summary>
    public required Money Amount { get; init; }

    /// <summary>Which way.</summary>
    public required Direction Direction { get; init; }

    /// <summary>MsgId of our file, if repeated.</summary>
    public string? MessageId { get; init; }

    /// <summary>PmtInfId of our batch, if repeated.</summary>
    public string? BatchId { get; init; }

    /// <summary>InstrId, if repeated.</summary>
    public string? InstructionId { get; init; }

    /// <summary>The payer's number for the payment: ours when it is a returned payment. Null also for NOTPROVIDED.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>The bank's own reference.</summary>
    public string? AgentReference { get; init; }

    /// <summary>Who paid.</summary>
    public string? DebtorName { get; init; }

    /// <summary>From which account.</summary>
    public Account? DebtorAccount { get; init; }

    /// <summary>Who got it.</summary>
    public string? CreditorName { get; init; }

    /// <summary>Into which account.</summary>
    public Account? CreditorAccount { get; init; }

    /// <summary>The structured reference (ISO 11649, or the bank's own): the one we put on a bill.</summary>
    public string? CreditorReference { get; init; }

    /// <summary>Free text of the payer, lines joined with a blank.</summary>
    public string? Remittance { get; init; }

    /// <summary>ExternalPurpose1Code.</summary>
    public string? Purpose { get; init; }

    /// <summary>Set when the payment came back.</summary>
    public Statuses.StatusReason? Return { get; init; }
}

/// <summary>One line to work on: an entry without details, or one transaction of an entry.</summary>
public sealed record StatementLine
{
    /// <summary>Line of the file.</summary>
    public required int Line { get; init; }

    /// <summary>The statement it lies in.</summary>
    public required Statement Statement { get; init; }

    /// <summary>Number of the entry in the file, from 1: all transactions of an entry share it.</summary>
    public required int EntryNumber { get; init; }

    /// <summary>Number of the transaction within the entry, from 1; 0 when the entry has none.</summary>
    public required int TransactionNumber { get; init; }

    /// <summary>The entry; null when it could not be read.</summary>
    public StatementEntry? Entry { get; init; }

    /// <summary>The transaction; null when the entry has none, or it could not be read.</summary>
    public StatementTransaction? Transaction { get; init; }

    /// <summary>What is wrong with it.</summary>
    public MessageProblem? Problem { get; init; }
}

/// <summary>Whether opening balance and entries make the closing balance.</summary>
public enum BalanceOutcome
{
    /// <summary>They do.</summary>
    Holds,

    /// <summary>They do not: entries are missing or doubled.</summary>
    Fails,

    /// <summary>It could not be asked: a balance is missing, or currencies are mixed.</summary>
    NotAsked,
}

/// <summary>The proof of a statement.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Outcome">What came out.</param>
/// <param name="Text">In words, with the difference.</param>
/// <param name="Credits">Booked credits, of the account's currency.</param>
/// <param name="Debits">Booked debits, of the account's currency.</param>
public sealed record BalanceCheck(Statement Statement, BalanceOutcome Outcome, string Text, Money? Credits, Money? Debits);
