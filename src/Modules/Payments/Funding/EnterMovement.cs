using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Ledger;
using Spmis.Values;

namespace Spmis.Payments.Funding;

/// <summary>A movement to enter, as the bank booked it.</summary>
public sealed record NewMovement
{
    /// <summary>Code of the funding account.</summary>
    public required string Code { get; init; }

    public required FundingKind Kind { get; init; }

    /// <summary>As 1234.50, above nothing.</summary>
    public required string Amount { get; init; }

    /// <summary>The day the bank booked it.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The bank's reference, 1 to 70 characters.</summary>
    public required string BankReference { get; init; }

    /// <summary>Code of the agency, of a settlement or a return.</summary>
    public string? Agency { get; init; }
}

/// <summary>Enters a movement of a funding account: one person from the bank's statement, another approves. Booked by that.</summary>
public sealed class EnterMovement(PaymentsDb db, FundingFigures figures, PostPayments ledger, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.enter-funding";

    private const int MostReference = 70;
    private const int MostReason = 1000;

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">Something is missing or cannot be read, the reference was entered before, or more is taken back than is available.</exception>
    public async Task<Proposal> ProposeAsync(NewMovement typed, Change change, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(change.Reason) || change.Reason.Length > MostReason)
        {
            throw new Refused("value.missing", "Say what it is for and on which paper it rests, such as the transfer order.", "reason");
        }

        var input = typed with { BankReference = typed.BankReference.Trim(), Agency = string.IsNullOrWhiteSpace(typed.Agency) ? null : typed.Agency.Trim().ToUpperInvariant() };
        var (account, amount) = await CheckAsync(input, change, ct);
        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, $"{account.Code} {input.BankReference}", $"{Word(input.Kind)} of {amount}, funding account {account.Code}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var standing = await figures.OneAsync(input.Code, ct);
        var currency = Currency.Of(standing.Account.Currency);
        var amount = Money.TryParse(input.Amount.Trim(), currency, out var read, out _) ? read.ToString() : input.Amount;
        return
        [
            new("Account", null, $"{standing.Account.Code}, {standing.Account.Name}"), new("Movement", null, Word(input.Kind)), new("Amount", null, amount), new("Booked by the bank on", null, $"{input.On:yyyy-MM-dd}"),
            new("Bank's reference", null, input.BankReference), new("Agency", null, input.Agency), new("Balance", standing.Balance.ToString(), null),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        var (account, amount) = await CheckAsync(input, change, ct);
        account.Version++;
        var movement = new FundingMovement
        {
            AccountId = account.Id, Kind = input.Kind, AmountMinor = amount.Minor, On = input.On, BankReference = input.BankReference, Agency = input.Agency, Reason = change.Reason ?? "", EnteredAt = change.Now, ApprovedBy = change.Actor.Name,
        };
        db.FundingMovements.Add(movement);
        await ledger.FundingMovedAsync(account, movement, change, ct);
    }

    /// <summary>What a kind is called on a proposal.</summary>
    internal static string Word(FundingKind kind) => kind switch
    {
        FundingKind.Deposit => "Deposit",
        FundingKind.Withdrawal => "Withdrawal",
        FundingKind.Settlement => "Settlement with an agency",
        FundingKind.AgencyReturn => "Return from an agency",
        _ => "Charges",
    };

    private async Task<(FundingAccount Account, Money Amount)> CheckAsync(NewMovement input, Change change, CancellationToken ct)
    {
        var account = await db.FundingAccounts.SingleOrDefaultAsync(a => a.Code == input.Code, ct) ?? throw new Refused("funding.unknown", $"There is no funding account '{input.Code}'.", "account");
        if (!Money.TryParse(input.Amount.Trim(), Currency.Of(account.Currency), out var amount, out var problem) || amount.Minor <= 0)
        {
            throw new Refused("amount.form", problem ?? "Write an amount above zero.", "amount");
        }

        if (input.BankReference.Length is 0 or > MostReference)
        {
            throw new Refused("funding.reference", $"Give the bank's reference, 1 to {MostReference} characters.", "bankReference");
        }

        if (input.On > change.Today || input.On < change.Today.AddYears(-2))
        {
            throw new Refused("funding.day", $"{input.On:yyyy-MM-dd} is no day on which the bank can have booked it; take the day from the statement.", "on");
        }

        if (await db.FundingMovements.AnyAsync(m => m.AccountId == account.Id && m.BankReference == input.BankReference, ct))
        {
            throw new Refused("funding.reference-used", $"'{input.BankReference}' was entered for this account already.", "bankReference");
        }

        await CheckAgencyAsync(input, ct);
        if (input.Kind is FundingKind.Withdrawal && (await figures.OneAsync(account.Code, ct)).Available is var available && amount.Minor > available.Minor)
        {
            throw new Refused("funding.committed", $"Only {available} is available; the rest is taken by payments that were ordered.", "amount");
        }

        return (account, amount);
    }

    private async Task CheckAgencyAsync(NewMovement input, CancellationToken ct)
    {
        var asks = input.Kind is FundingKind.Settlement or FundingKind.AgencyReturn;
        if ((asks && input.Agency is null) || (input.Agency is { } code && !await db.Agencies.AnyAsync(a => a.Code == code, ct)))
        {
            throw new Refused("agency.unknown", input.Agency is null ? "Name the agency with which it was settled." : $"There is no agency '{input.Agency}'.", "agency");
        }

        if (!asks && input.Kind is not FundingKind.Fee && input.Agency is not null)
        {
            throw new Refused("funding.agency-not-asked", "A deposit or withdrawal is between the account and its financier; leave the agency out.", "agency");
        }
    }

    private static NewMovement Read(string payload) => JsonSerializer.Deserialize<NewMovement>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
