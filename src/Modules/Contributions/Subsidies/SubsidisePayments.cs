using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>
/// What donors add to the payments of people who pay for themselves. A donor's part is a receipt of the worker of its own, hanging on the payment: it counts in the same month, and goes back to the
/// donor with the payment it came for. Both together never exceed the most of the month; what the person paid beyond their own part is held for them.
/// </summary>
public sealed class SubsidisePayments(ContributionsDb db, OpenSubsidies open, SchemeBook schemes)
{
    /// <summary>Account of receipts that donors add.</summary>
    public const string Account = "subsidy";
    private const int MostIds = 500;

    internal Task<SubsidyBook?> OpenAsync(string scheme, IReadOnlyCollection<(Guid Person, Month Month)> months, CancellationToken ct) =>
        months.Count == 0 ? Task.FromResult<SubsidyBook?>(null) : open.ForAsync(scheme, months.Min(m => m.Month), months.Max(m => m.Month), [.. months.Select(m => m.Person).Distinct()], ct);

    /// <summary>How much of a payment counts, so that with what donors add the month is not exceeded.</summary>
    /// <param name="book">The subsidies.</param>
    /// <param name="month">Whose month, and whether an association paid.</param>
    /// <param name="hadMinor">What counts in the month before, donors' parts included.</param>
    /// <param name="amountMinor">The payment.</param>
    /// <param name="mostMinor">The most of the month.</param>
    internal static long Counting(SubsidyBook book, (Guid Person, Month Month, bool Association) month, long hadMinor, long amountMinor, long mostMinor)
    {
        var paid = hadMinor - book.GivenOwn(month.Person, month.Month);
        long Together(long more) => hadMinor + more + Adds(book, month, paid + more, long.MaxValue).Sum(a => a.Minor);
        if (Together(amountMinor) <= mostMinor)
        {
            return amountMinor;
        }

        var (yes, no) = (0L, amountMinor);
        while (no - yes > 1)
        {
            var middle = yes + ((no - yes) / 2);
            (yes, no) = Together(middle) <= mostMinor ? (middle, no) : (yes, middle);
        }

        return Together(yes) <= mostMinor ? yes : 0;
    }

    /// <summary>What donors add now that the person's own payments of the month come to so much: receipts, with what of them was written into the book.</summary>
    internal static List<(Receipt Receipt, SubsidyProgramme Programme)> Draw(SubsidyBook book, (Guid Person, Month Month, bool Association) month, long hadMinor, Receipt payment, long mostMinor, Change change)
    {
        List<(Receipt, SubsidyProgramme)> made = [];
        foreach (var (programme, minor) in Adds(book, month, hadMinor - book.GivenOwn(month.Person, month.Month), mostMinor - hadMinor, withShort: true))
        {
            var id = Guid.CreateVersion7();
            var drawn = book.Bring(programme, month.Person, month.Month, null, book.Given(programme, month.Person, month.Month, null) + minor, (given, shortMinor) => new SubsidyShare
            {
                ProgrammeId = programme.Id, PersonId = month.Person, DeclaredPersonId = month.Person, Scheme = programme.Scheme, Month = month.Month, ReceiptId = given == 0 ? null : id, AmountMinor = given, ShortMinor = shortMinor, On = change.Today,
            });
            if (drawn > 0)
            {
                made.Add((ReceiptOf(programme, payment, month.Person, drawn, id), programme));
            }
        }

        return made;
    }

    /// <summary>Writes the donors' receipts and their side in the ledger.</summary>
    internal async Task WriteAsync(SubsidyBook book, string scheme, IReadOnlyCollection<(Receipt Receipt, SubsidyProgramme Programme)> drawn, Change change, CancellationToken ct)
    {
        await book.WriteAsync(change, ct);
        await db.BulkInsertAsync([.. drawn.Select(d => d.Receipt)], ct);
        var ledger = new LedgerBook();
        foreach (var (receipt, programme) in drawn)
        {
            SubsidyBook.Post(ledger, book.DonorOf(programme), receipt.AmountMinor, receipt.Id, scheme, Month.Of(receipt.BookedOn), (null, receipt.PersonId), change);
        }

        await ledger.WriteAsync(db, ct);
    }

    /// <summary>After payments were taken back, with all donors held: what donors gave with them goes back to the donors, what donors paid is not received any more, and what remains of a month gets what it should.</summary>
    /// <returns>Contributions made anew, to be inserted and counted by the caller.</returns>
    internal async Task<List<Contribution>> TakenBackAsync(IReadOnlyCollection<Receipt> receipts, IReadOnlyCollection<Contribution> counted, Change change, CancellationToken ct)
    {
        foreach (var payer in receipts.Where(r => r is { DonorId: not null, Channel: not Channel.Subsidy, AllocatedMinor: > 0 }).GroupBy(r => r.DonorId ?? default).OrderBy(g => g.Key))
        {
            var minor = payer.Sum(r => r.AllocatedMinor);
            await db.Set<Donor>().Where(d => d.Id == payer.Key).ExecuteUpdateAsync(s => s.SetProperty(d => d.ReceivedMinor, d => d.ReceivedMinor - minor), ct);
        }

        await TakeBackSharesAsync(receipts.Where(r => r.Channel == Channel.Subsidy).ToDictionary(r => r.Id, r => r.AmountMinor - r.RefundedMinor), change, ct);
        List<Contribution> made = [];
        foreach (var scheme in counted.GroupBy(c => c.Scheme))
        {
            made.AddRange(await AgainAsync(scheme.Key, [.. scheme.Select(c => (c.PersonId, c.Month)).Distinct()], change, ct));
        }

        return made;
    }

    /// <summary>Shares of donors' receipts that were taken back, with what was still given by each.</summary>
    private async Task TakeBackSharesAsync(Dictionary<Guid, long> receipts, Change change, CancellationToken ct)
    {
        foreach (var ids in receipts.Keys.Order().Chunk(MostIds))
        {
            var given = await db.Set<SubsidyShare>().AsNoTracking().Where(s => s.ReceiptId != null && ids.Contains(s.ReceiptId.Value) && !s.Reversal).ToListAsync(ct);
            await db.BulkInsertAsync([.. given.Select(s => new SubsidyShare
            {
                ProgrammeId = s.ProgrammeId, PersonId = s.PersonId, DeclaredPersonId = s.DeclaredPersonId, Scheme = s.Scheme, Month = s.Month, ReceiptId = s.ReceiptId, Reversal = true, AmountMinor = -receipts[s.ReceiptId ?? default], ShortMinor = -s.ShortMinor, On = change.Today,
            })], ct);
            await SubsidyBook.CountAsync(db, given.Select(s => (s.ProgrammeId, -receipts[s.ReceiptId ?? default])), ct);
        }
    }

    /// <summary>The first payment of a month brought a flat amount; taken back, the next one of the month brings it.</summary>
    private async Task<List<Contribution>> AgainAsync(string scheme, List<(Guid Person, Month Month)> months, Change change, CancellationToken ct)
    {
        List<Contribution> made = [];
        if (await OpenAsync(scheme, months, ct) is not { } book)
        {
            return made;
        }

        var (first, last) = (months.Min(m => m.Month), months.Max(m => m.Month));
        List<(Guid PersonId, Month Month, long EmployeeMinor, Receipt Receipt)> paid = [];
        foreach (var some in months.Select(m => m.Person).Distinct().Order().Chunk(MostIds))
        {
            var rows = await (from c in db.Set<Contribution>().AsNoTracking() join r in db.Set<Receipt>().AsNoTracking() on c.ReceiptId equals (Guid?)r.Id where some.Contains(c.PersonId) && c.Scheme == scheme && c.Month >= first && c.Month <= last && c.EmployerId == null select new { c.PersonId, c.Month, c.EmployeeMinor, Receipt = r }).ToListAsync(ct);
            paid.AddRange(rows.Select(x => (x.PersonId, x.Month, x.EmployeeMinor, x.Receipt)));
        }

        var bought = await BoughtMonths.ReadAsync(db, scheme, [.. months.Select(m => m.Person).Distinct()], (first, last), ct);
        var paidIn = paid.ToLookup(p => (p.PersonId, p.Month));
        List<(Receipt Receipt, SubsidyProgramme Programme)> drawn = [];
        foreach (var (person, month) in months)
        {
            var own = paidIn[(person, month)].ToList();
            if (own.Where(o => o.Receipt.Channel != Channel.Subsidy && o.Receipt.ReversedOn is null).Select(o => o.Receipt).MaxBy(r => r.BookedOn) is not { } payment)
            {
                continue;
            }

            var terms = bought.Terms((await schemes.ForMonthAsync(scheme, month, ct)).Open(), person, month);
            var had = own.Sum(o => o.EmployeeMinor);
            foreach (var (receipt, programme) in Draw(book, (person, month, payment.AssociationId is not null), had, payment, terms.MostMinor, change))
            {
                made.Add(Of(scheme, person, month, receipt, terms.Adds(had, receipt.AmountMinor).BaseMinor));
                had += receipt.AmountMinor;
                drawn.Add((receipt, programme));
            }
        }

        await WriteAsync(book, scheme, drawn, change, ct);
        return made;
    }

    internal static Contribution Of(string scheme, Guid person, Month month, Receipt receipt, long baseMinor) => new()
    {
        PersonId = person, DeclaredPersonId = person, Scheme = scheme, Month = month, ReceiptId = receipt.Id, BaseMinor = baseMinor, EmployeeMinor = receipt.AllocatedMinor, EmployerMinor = 0,
    };

    internal static Receipt ReceiptOf(SubsidyProgramme programme, Receipt payment, Guid person, long minor, Guid id) => new()
    {
        Id = id, Channel = Channel.Subsidy, Account = Account, Reference = $"{programme.Id}-{id:N}", SourceReceiptId = payment.Id, BookedOn = payment.BookedOn, AmountMinor = minor, Currency = programme.Currency, Text = programme.Name, PersonId = person, DonorId = programme.DonorId, AllocatedMinor = minor,
    };

    /// <summary>What each programme would add to what it gave, as far as there is money and room in the month; without money also what is wished, so that the shortfall is on record.</summary>
    private static List<(SubsidyProgramme Programme, long Minor)> Adds(SubsidyBook book, (Guid Person, Month Month, bool Association) of, long paidMinor, long roomMinor, bool withShort = false)
    {
        var (person, month, association) = of;
        var fitting = book.Fitting(person, month, employed: false, association).Select(p => (p, SubsidyTerms.OfPaid(p, paidMinor, book.CapLeft(p, person, month, null)))).ToList();
        var targets = SubsidyTerms.Together(fitting, long.MaxValue);
        List<(SubsidyProgramme, long)> adds = [];
        foreach (var p in book.Programmes.Where(p => targets.GetValueOrDefault(p.Id) > book.Given(p, person, month, null)))
        {
            var wish = Math.Min(roomMinor, targets[p.Id] - book.Given(p, person, month, null));
            var minor = withShort ? wish : book.Available(p, wish);
            roomMinor -= minor;
            if (minor > 0)
            {
                adds.Add((p, minor));
            }
        }

        return adds;
    }
}
