using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.P2g;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Record;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Receipts;

/// <summary>
/// Takes up to 500 lines of a statement: each payment once, by account and the bank's own reference; for whom it is, by the numbers the payer
/// quoted (a bill, an employer, an association, a worker); then it is put to bills or to an association's members, counted as a worker's own contribution, or held.
/// </summary>
public sealed class ApplyReceipts(ContributionsDb db, AllocateMoney allocation, OwnContributions own, ReverseReceipts reversal, FindPayees payees, PayMembers members, FillPlans plans, DonorMoney donors, SettleNotices notices)
{
    internal async Task ChunkAsync(Guid statementId, IReadOnlyList<StatementMoney> lines, RunStep step, CancellationToken ct)
    {
        var statement = await db.Set<StatementFile>().SingleAsync(s => s.Id == statementId, ct);
        var credits = lines.Where(l => l.Kind == MoneyKind.Credit).ToList();
        var known = await KnownAsync(credits, ct);
        var found = await payees.FindAsync(credits, ct);
        var settled = await notices.FindAsync([.. credits.Where(c => !known.Contains((c.Account, c.Reference)))], found, ct);
        List<Receipt> received = [];
        foreach (var line in lines)
        {
            if (line.Kind == MoneyKind.Credit)
            {
                Credit(statement, line, known, found, settled.GetValueOrDefault(line), received, step);
            }
            else if (line.Kind == MoneyKind.Other)
            {
                step.Note(line.Line, line.Problems[0].Code, $"{line.Problems[0].Text} {line.Problems[0].Remedy}".TrimEnd(), line.Problems[0].Column, reference: line.Reference);
            }
            else if (line.Kind == MoneyKind.Unreadable)
            {
                step.Refuse(line.Line, line.Problems.Select(p => (p.Code, $"{p.Text} {p.Remedy}".TrimEnd(), p.Column, p.Value)), line.Reference);
            }
        }

        var takenBack = lines.Where(l => l.Kind == MoneyKind.Reversal).ToList();
        await donors.HoldAsync(received, takenBack.Count > 0 || settled.Count > 0, ct); // Once for all that follows: whoever holds donors in two steps may wait for somebody who waits for them.
        await reversal.NoticesAsync(settled.Values, step.Change, ct); // Before the line, so that the bill is open when its money comes.
        await TakeAsync(received, step.Change, ct);
        await reversal.LinesAsync(statement, takenBack, step, ct);
        db.RecordBulk(step.Change, nameof(Receipt), $"statement {statementId:N} lines {lines[0].Line}-{lines[^1].Line}", new { received = received.Count, minor = received.Sum(r => r.AmountMinor) });
    }

    /// <summary>Takes money that came in, in the open transaction.</summary>
    internal async Task TakeAsync(List<Receipt> received, Change change, CancellationToken ct)
    {
        if (received.Count == 0)
        {
            return;
        }

        await donors.HoldAsync(received, reversals: false, ct);
        var contributions = await own.OfAsync(received.Where(r => r.PersonId is not null).ToList(), change, ct);
        await donors.ReceivedAsync(received, ct);
        await db.BulkInsertAsync(received, ct);
        await db.BulkInsertAsync(contributions, ct);
        var book = new LedgerBook();
        received.ForEach(r => Post(book, r, contributions.Find(c => c.ReceiptId == r.Id), change));
        await book.WriteAsync(db, ct);
        await allocation.ForEmployersAsync([.. received.Select(r => r.EmployerId).OfType<Guid>()], change, ct);
        await own.RecountAsync(contributions, change, ct);
        await plans.ForAsync(received.Select(r => r.PersonId).OfType<Guid>(), change, ct);
        await members.ForAsync(received.Select(r => r.AssociationId).OfType<Guid>(), change, ct);
    }

    private static void Credit(StatementFile statement, StatementMoney line, HashSet<(string, string)> known, Payees found, Receipt? notice, List<Receipt> received, RunStep step)
    {
        statement.Currency ??= line.Amount.Currency.Code;
        statement.CreditsMinor += line.Amount.Minor;
        if (!known.Add((line.Account, line.Reference)))
        {
            statement.KnownMinor += line.Amount.Minor;
            step.Note(line.Line, "receipt.known", "This payment was received already under the same reference; it was not counted again.", reference: line.Reference);
            return;
        }

        var payee = found.Of(line);
        if (payee == Payee.Nobody && notice is not null)
        {
            payee = new Payee(notice.Reference, notice.EmployerId, null, notice.NamedBillId);
        }

        statement.ReceivedMinor += line.Amount.Minor;
        received.Add(new Receipt
        {
            Id = Guid.CreateVersion7(), Channel = line.Channel, Account = line.Account, Reference = line.Reference, StatementId = statement.Id, Line = line.Line, BookedOn = notice?.BookedOn < line.BookedOn ? notice.BookedOn : line.BookedOn,
            AmountMinor = line.Amount.Minor, Currency = line.Amount.Currency.Code, Payer = line.Payer, Text = line.Text, EmployerId = payee.EmployerId, PersonId = payee.PersonId, NamedBillId = payee.BillId ?? notice?.NamedBillId, AssociationId = payee.AssociationId, NamedListId = payee.ListId, DonorId = payee.DonorId,
        });
        if (notice is not null)
        {
            SettleNotices.Note(step, line, notice);
        }
        else if (payee.Number is { } number)
        {
            step.Accept(line.Line, line.Reference, number);
        }
        else
        {
            step.Note(line.Line, "receipt.unidentified", "No bill, employer, association or worker is known by what the payer wrote; the money is held until somebody says whose it is.", IdentifierMask.PayerText, line.Text, line.Reference);
        }
    }

    private static void Post(LedgerBook book, Receipt receipt, Contribution? contribution, Change change)
    {
        List<Side> sides = [Side.Debit(receipt.Channel == Channel.Notice ? Account.NoticedMoney : Account.Bank, receipt.AmountMinor, receipt.Currency)];
        if (contribution is not null)
        {
            sides.Add(Side.Credit(Account.ContributionIncome, receipt.AllocatedMinor, receipt.Currency) with { PersonId = receipt.PersonId, Scheme = contribution.Scheme, Month = contribution.Month });
        }

        if (receipt.DonorId is { } donor && receipt.AllocatedMinor > 0)
        {
            sides.Add(Side.Credit(Account.Donor, receipt.AllocatedMinor, receipt.Currency) with { DonorId = donor });
        }

        if (receipt.HeldMinor > 0)
        {
            sides.Add(Side.Credit(HeldReceipt.AccountOf(receipt), receipt.HeldMinor, receipt.Currency) with { EmployerId = receipt.EmployerId, PersonId = receipt.PersonId });
        }

        book.Add(
            new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Receipt, On = receipt.BookedOn, MadeAt = change.Now, SubjectId = receipt.Id, EmployerId = receipt.EmployerId, PersonId = receipt.PersonId, Reference = receipt.Reference },
            sides);
    }

    private async Task<HashSet<(string, string)>> KnownAsync(List<StatementMoney> credits, CancellationToken ct)
    {
        var (accounts, references) = (credits.Select(c => c.Account).Distinct().ToList(), credits.Select(c => c.Reference).Distinct().ToList());
        return [.. (await db.Set<Receipt>().AsNoTracking().Where(r => accounts.Contains(r.Account) && references.Contains(r.Reference)).Select(r => new { r.Account, r.Reference }).ToListAsync(ct)).Select(r => (r.Account, r.Reference))];
    }
}
