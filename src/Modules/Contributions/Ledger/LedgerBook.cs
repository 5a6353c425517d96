using Spmis.Values;

namespace Spmis.Contributions.Ledger;

/// <summary>Gathers entries, each checked to balance when it is made, and writes them in one stroke.</summary>
public sealed class LedgerBook
{
    private readonly List<Entry> entries = [];
    private readonly List<Posting> postings = [];

    /// <summary>The entries gathered.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>Their postings.</summary>
    public IReadOnlyList<Posting> Postings => postings;

    /// <summary>Adds an entry.</summary>
    /// <exception cref="InvalidOperationException">Debit and credit differ, or a side is not positive.</exception>
    public void Add(Entry entry, params IReadOnlyList<Side> sides)
    {
        if (sides.Count < 2 || sides.Any(s => s.AmountMinor <= 0))
        {
            throw new InvalidOperationException($"Entry {entry.Kind} {entry.Reference} needs two or more sides, each above zero.");
        }

        foreach (var currency in sides.GroupBy(s => s.Currency))
        {
            var difference = currency.Aggregate(0L, (sum, s) => checked(sum + (s.IsDebit ? s.AmountMinor : -s.AmountMinor)));
            if (difference != 0)
            {
                throw new InvalidOperationException($"Entry {entry.Kind} {entry.Reference} does not balance: debit less credit is {difference} minor units of {currency.Key}.");
            }
        }

        entries.Add(entry);
        postings.AddRange(sides.Select(s => new Posting
        {
            EntryId = entry.Id, Account = s.Account, EmployerId = s.EmployerId, PersonId = s.PersonId, DonorId = s.DonorId, Scheme = s.Scheme, Month = s.Month,
            DebitMinor = s.IsDebit ? s.AmountMinor : 0, CreditMinor = s.IsDebit ? 0 : s.AmountMinor, Currency = s.Currency,
        }));
    }

    /// <summary>Writes what was gathered into the open transaction.</summary>
    public async Task WriteAsync(ContributionsDb db, CancellationToken ct)
    {
        await db.BulkInsertAsync(entries, ct);
        await db.BulkInsertAsync(postings, ct);
        entries.Clear();
        postings.Clear();
    }
}

/// <summary>One side of an entry to be made.</summary>
/// <param name="IsDebit">Debit or credit.</param>
/// <param name="Account">The account.</param>
/// <param name="AmountMinor">Above zero.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record Side(bool IsDebit, Account Account, long AmountMinor, string Currency)
{
    public Guid? EmployerId { get; init; }

    public Guid? PersonId { get; init; }

    public Guid? DonorId { get; init; }

    public string? Scheme { get; init; }

    public Month? Month { get; init; }

    public static Side Debit(Account account, long amountMinor, string currency) => new(true, account, amountMinor, currency);

    public static Side Credit(Account account, long amountMinor, string currency) => new(false, account, amountMinor, currency);
}
