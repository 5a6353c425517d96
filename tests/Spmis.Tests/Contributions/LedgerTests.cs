using FsCheck;
using FsCheck.Fluent;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;

namespace Spmis.Tests.Contributions;

public sealed class LedgerTests
{
    private static readonly Guid Employer = Guid.CreateVersion7();

    [Theory]
    [InlineData(100, 99)]
    [InlineData(100, 0)]
    public void Add_EntryThatDoesNotBalance_IsRefused(long debit, long credit) =>
        Should.Throw<InvalidOperationException>(() => new LedgerBook().Add(Entry(), Side.Debit(Account.Bank, debit, "KES"), Side.Credit(Account.ContributionIncome, credit, "KES")));

    [Fact]
    public void Add_TwoCurrenciesThatBalanceOnlyTogether_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => new LedgerBook().Add(Entry(), Side.Debit(Account.Bank, 5, "KES"), Side.Credit(Account.ContributionIncome, 5, "XOF")));

    /// <summary>Random histories of bills, payments and reversals: balanced after each step, and the totals are the same in every order.</summary>
    [Fact]
    public void Histories_InAnyOrder_BalanceAndComeToTheSame()
    {
        var steps = Gen.Choose(1, 500).Select(n => (long)n).ArrayOf(12).SelectMany(a => Gen.Choose(0, 2).ArrayOf(12).Select(kinds => a.Zip(kinds).ToArray()));
        Prop.ForAll(steps.SelectMany(s => Gen.Shuffle(Enumerable.Range(0, s.Length).ToArray()).Select(order => (s, order))).ToArbitrary(), history =>
        {
            var one = Replay(history.s, [.. Enumerable.Range(0, history.s.Length)]);
            var other = Replay(history.s, history.order);
            return one.SequenceEqual(other);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Plays a history through the allocation rule and the ledger; a step of kind 2 is a payment that is taken back right at the end.</summary>
    private static List<(Account, long)> Replay((long Amount, int Kind)[] steps, int[] order)
    {
        var book = new LedgerBook();
        List<OpenBill> bills = [];
        List<HeldMoney> money = [];
        foreach (var i in order)
        {
            var (amount, kind) = steps[i];
            if (kind == 0)
            {
                bills.Add(new OpenBill(Id(i), Employer, "KES", new DateOnly(2026, 1, 1).AddDays(i), $"{i:D4}", amount));
                book.Add(Entry(), Side.Debit(Account.ReceivableEmployer, amount, "KES"), Side.Credit(Account.ContributionIncome, amount, "KES"));
            }
            else
            {
                money.Add(new HeldMoney(Id(i), Employer, "KES", new DateOnly(2026, 1, 1).AddDays(i), $"{i:D4}", amount, kind == 1 ? Id(i % 5) : null));
                book.Add(Entry(), Side.Debit(Account.Bank, amount, "KES"), Side.Credit(Account.SuspenseEmployer, amount, "KES"));
            }

            Allocate(book, bills, money);
        }

        book.Postings.GroupBy(p => p.EntryId).ShouldAllBe(e => e.Sum(p => p.DebitMinor) == e.Sum(p => p.CreditMinor));
        (bills.Any(b => b.OpenMinor > 0) && money.Any(m => m.HeldMinor > 0)).ShouldBeFalse("money is held only when every bill is paid");
        return [.. book.Postings.GroupBy(p => p.Account).Select(g => (g.Key, g.Sum(p => p.DebitMinor - p.CreditMinor))).Where(b => b.Item2 != 0).OrderBy(b => b.Key)];
    }

    private static void Allocate(LedgerBook book, List<OpenBill> bills, List<HeldMoney> money)
    {
        foreach (var share in Allocator.Allocate(bills, money))
        {
            var (bill, held) = (bills.FindIndex(b => b.Id == share.Bill.Id), money.FindIndex(m => m.Id == share.Money.Id));
            bills[bill] = bills[bill] with { OpenMinor = bills[bill].OpenMinor - share.AmountMinor };
            money[held] = money[held] with { HeldMinor = money[held].HeldMinor - share.AmountMinor };
            book.Add(Entry(), Side.Debit(Account.SuspenseEmployer, share.AmountMinor, "KES"), Side.Credit(Account.ReceivableEmployer, share.AmountMinor, "KES"));
        }
    }

    private static Guid Id(int i) => new($"00000000-0000-7000-8000-{i:D12}");

    private static Entry Entry() => new() { Id = Guid.CreateVersion7(), Kind = EntryKind.Bill, On = new DateOnly(2026, 1, 1), MadeAt = default, SubjectId = default, Reference = "test" };
}
