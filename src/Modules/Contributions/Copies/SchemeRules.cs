using System.Collections.Concurrent;
using System.Text;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Contributions.Copies;

/// <summary>What the law makes of a wage.</summary>
/// <param name="BaseMinor">Insurable earnings.</param>
/// <param name="EmployeeMinor">The worker's share.</param>
/// <param name="EmployerMinor">The employer's share.</param>
public readonly record struct Shares(long BaseMinor, long EmployeeMinor, long EmployerMinor)
{
    public long TotalMinor => EmployeeMinor + EmployerMinor;
}

/// <summary>What somebody who pays for themself chose, as far as the package asks for it.</summary>
/// <param name="IncomeMinor">Income of a month.</param>
/// <param name="Class">Class of contributions.</param>
/// <param name="Periodicity">For how long they pay at a time.</param>
public sealed record OwnChoice(long? IncomeMinor, string? Class, string? Periodicity);

/// <summary>What a period costs who pays for themself.</summary>
/// <param name="Months">How many months are paid for.</param>
/// <param name="PriceMinor">For all of them together.</param>
/// <param name="BaseMinor">Insured earnings of each month.</param>
/// <param name="SavedMinor">Saved against paying month by month.</param>
public readonly record struct OwnPrice(int Months, long PriceMinor, long BaseMinor, long SavedMinor)
{
    /// <summary>A month's part of the price; the parts make the whole.</summary>
    /// <param name="index">0 for the first month.</param>
    public long PartMinor(int index) => (PriceMinor / Months) + (index < PriceMinor % Months ? 1 : 0);
}

/// <summary>A voucher for a day of work, by the package on the day it is bought.</summary>
/// <param name="PriceMinor">What it costs: the three parts together. The worker's pay is not in it.</param>
/// <param name="BaseMinor">Insured earnings of the day.</param>
/// <param name="EmployeeMinor">The worker's share.</param>
/// <param name="EmployerMinor">The employer's share.</param>
/// <param name="TaxMinor">Tax collected with it.</param>
/// <param name="ValidUntil">Last day for which it can be used.</param>
/// <param name="Refunded">What is not used is paid back.</param>
public readonly record struct VoucherTerms(long PriceMinor, long BaseMinor, long EmployeeMinor, long EmployerMinor, long TaxMinor, DateOnly ValidUntil, bool Refunded);

/// <summary>The contribution rules of one package, compiled once. Immutable; a <see cref="Session"/> works with them on one thread.</summary>
public sealed class SchemeRules
{
    /// <summary>The rules of a line: base, worker's share, employer's share.</summary>
    internal static readonly string[] OfALine = ["contribution.base", "contribution.employee", "contribution.employer"];
    private static readonly string[] VoucherRules = ["voucher.price", "voucher.base", "voucher.employee", "voucher.employer", "voucher.tax", "voucher.valid_until", "voucher.refunded", "voucher.days_with_employer", "voucher.days_in_year"];
    private const string LapsesOnRule = "contribution.lapses_on";
    private const string InterruptsRule = "contribution.interrupts";
    private const string SuspendsRule = "contribution.suspends";
    private const string MonthsRule = "contribution.months";
    private const string SavedRule = "contribution.saved";
    private const int MostMonths = 24;
    internal const string PeriodicityFact = "declaration.periodicity";
    internal const string ClassFact = "declaration.class";
    internal const string MonthFact = "declaration.month";
    internal const string WageFact = "declaration.wage";
    private readonly Dictionary<string, CompiledRule> compiled;

    internal SchemeRules(Scheme scheme)
    {
        Scheme = scheme;
        string[] asked = [.. OfALine, MonthsRule, SavedRule, "contribution.due_date", "contribution.interest", LapsesOnRule, InterruptsRule, SuspendsRule, "insured_month", "credited_month", .. VoucherRules];
        compiled = asked.Where(scheme.Has).ToDictionary(rule => rule, rule => scheme.Compile(rule), StringComparer.Ordinal);
    }

    public Scheme Scheme { get; }

    public Currency Currency => Scheme.Currency;

    /// <summary>Whether contributions are collected by it.</summary>
    public bool Collects => compiled.ContainsKey("contribution.base") && compiled.ContainsKey("contribution.employee") && compiled.ContainsKey("contribution.employer") && compiled.ContainsKey("contribution.due_date");

    /// <summary>Whether it has vouchers for day work.</summary>
    public bool SellsVouchers => compiled.ContainsKey("voucher.price") && compiled.ContainsKey("voucher.employee") && compiled.ContainsKey("voucher.employer") && compiled.ContainsKey("voucher.valid_until");

    /// <summary>Whether debts lapse by it.</summary>
    public bool Lapses => compiled.ContainsKey(LapsesOnRule);

    /// <summary>The article by which debts lapse; null where the package names none.</summary>
    public string? LapseArticle => Scheme.Rules.FirstOrDefault(r => r.Id == LapsesOnRule)?.Article;

    /// <summary>The words the package knows for a fact, such as how long one can pay for; none where it does not ask.</summary>
    internal IReadOnlyList<string> Choices(string fact) => Scheme.Fact(fact)?.Type.Choices ?? [];

    /// <summary>Whether the contribution follows from the income of a month.</summary>
    internal bool AsksIncome => Scheme.Fact(WageFact) is not null;

    /// <summary>Starts working with the rules on this thread.</summary>
    public Session Open() => new(this);

    /// <summary>The facts of a line, for the interpreter that explains it.</summary>
    public Facts LineFacts(Month month, long wageMinor) => new Facts().Set(MonthFact, month).Set(WageFact, new Money(wageMinor, Currency));

    /// <summary>Asks compiled rules row by row.</summary>
    public sealed class Session
    {
        private readonly SchemeRules rules;
        private readonly FactRow row;

        internal Session(SchemeRules rules) => (this.rules, row) = (rules, rules.Scheme.NewRow());

        /// <summary>Id of the scheme.</summary>
        internal string SchemeId => rules.Scheme.Id;

        /// <summary>Hash of the package.</summary>
        public string Hash => rules.Scheme.Hash;

        /// <inheritdoc cref="SchemeRules.Choices"/>
        internal IReadOnlyList<string> Choices(string fact) => rules.Choices(fact);

        /// <summary>The contribution of a month's wage.</summary>
        public Shares Assess(Month month, long wageMinor)
        {
            row.Clear();
            Set(MonthFact, month);
            Set(WageFact, wageMinor);
            return new Shares(Minor("contribution.base"), Minor("contribution.employee"), Minor("contribution.employer"));
        }

        /// <summary>The same; null when the package cannot tell.</summary>
        public Shares? TryAssess(Month month, long wageMinor)
        {
            try
            {
                return Assess(month, wageMinor);
            }
            catch (CannotTell)
            {
                return null;
            }
        }

        /// <summary>What a period costs that begins with a month; null when the package cannot tell, because a figure is not in force or the choice lacks what it asks for.</summary>
        public OwnPrice? TryPrice(OwnChoice choice, Month first)
        {
            row.Clear();
            Set(MonthFact, first);
            if (choice.IncomeMinor is { } income)
            {
                Set(WageFact, income);
            }

            if ((choice.Class is { } ofClass && !Choose(ClassFact, ofClass)) || (choice.Periodicity is { } period && !Choose(PeriodicityFact, period)))
            {
                return null;
            }

            try
            {
                var months = Has(MonthsRule) ? (int)Ask(MonthsRule).AsDecimal : 1;
                var price = new OwnPrice(months, Minor("contribution.employee") + Minor("contribution.employer"), Minor("contribution.base"), Has(SavedRule) ? Minor(SavedRule) : 0);
                return months is >= 1 and <= MostMonths && price.PriceMinor > 0 ? price : null;
            }
            catch (CannotTell)
            {
                return null;
            }
        }

        /// <summary>The last day to pay a month.</summary>
        public DateOnly DueDate(Month month)
        {
            row.Clear();
            Set(MonthFact, month);
            return Ask("contribution.due_date").AsDate;
        }

        /// <summary>The same; null when the package cannot tell.</summary>
        public DateOnly? TryDueDate(Month month)
        {
            try
            {
                return DueDate(month);
            }
            catch (CannotTell)
            {
                return null;
            }
        }

        /// <summary>Interest on an amount due on a day and paid (or reckoned) on another; nothing where the package knows no interest.</summary>
        public long Interest(Month month, long amountMinor, DateOnly due, DateOnly paidOn)
        {
            if (amountMinor <= 0 || paidOn <= due || !rules.compiled.ContainsKey("contribution.interest"))
            {
                return 0;
            }

            row.Clear();
            Set(MonthFact, month);
            Set("bill.amount", amountMinor);
            Set("bill.due", due);
            Set("bill.paid_on", paidOn);
            return Minor("contribution.interest");
        }

        /// <summary>The last day on which a debt can be claimed that was due on a day, when its period runs from that day or from the last act that interrupted it; null where debts do not lapse, or the package cannot tell.</summary>
        public DateOnly? LapsesOn(DateOnly due, DateOnly from)
        {
            if (!rules.compiled.TryGetValue(LapsesOnRule, out var rule))
            {
                return null;
            }

            row.Clear();
            Set(MonthFact, Month.Of(due));
            Set("bill.due", due);
            Set("limitation.from", from);
            var answer = rule.Evaluate(row);
            return answer.IsKnown ? answer.AsDate : null;
        }

        /// <summary>Whether an act of that kind makes the period run anew; no where the package has no such rule, or does not know the kind.</summary>
        public bool Interrupts(string act) => SaysOfAct(InterruptsRule, act);

        /// <summary>Whether the period stands still while an act of that kind goes on, and continues with what is left of it afterwards; no where the package has no such rule, or does not know the kind.</summary>
        public bool Suspends(string act) => SaysOfAct(SuspendsRule, act);

        /// <summary>Whether a month with this base and these contributions paid is an insured month; without such a rule, whether anything was paid.</summary>
        public bool IsInsured(Month month, long baseMinor, long paidMinor)
        {
            if (!rules.compiled.TryGetValue("insured_month", out var rule))
            {
                return paidMinor > 0;
            }

            row.Clear();
            Set(MonthFact, month);
            Set("record.month", month);
            Set("record.base", baseMinor);
            Set("record.paid", paidMinor);
            var answer = rule.Evaluate(row);
            return answer.IsKnown && answer.AsBool;
        }

        /// <summary>Whether a month counts without payment, for sickness, maternity or unemployment; no where the package has no such rule, or does not know the kind.</summary>
        public bool IsCredited(Month month, string kind)
        {
            if (!rules.compiled.TryGetValue("credited_month", out var rule))
            {
                return false;
            }

            row.Clear();
            Set(MonthFact, month);
            Set("record.month", month);
            return Choose("credit.kind", kind) && IsYes(rule);
        }

        /// <summary>What a voucher bought on a day costs, and of what parts.</summary>
        /// <exception cref="CannotTell">A value is not known for the day, or the parts do not make the price.</exception>
        public VoucherTerms Voucher(DateOnly boughtOn)
        {
            row.Clear();
            Set("voucher.bought_on", boughtOn);
            Set(MonthFact, Month.Of(boughtOn));
            var terms = new VoucherTerms(Minor("voucher.price"), Has("voucher.base") ? Minor("voucher.base") : 0, Minor("voucher.employee"), Minor("voucher.employer"), Has("voucher.tax") ? Minor("voucher.tax") : 0, Ask("voucher.valid_until").AsDate, !Has("voucher.refunded") || Ask("voucher.refunded").AsBool);
            return terms.PriceMinor > 0 && terms is { EmployeeMinor: >= 0, EmployerMinor: >= 0, TaxMinor: >= 0 } && terms.PriceMinor == terms.EmployeeMinor + terms.EmployerMinor + terms.TaxMinor ? terms : throw new CannotTell(rules.Scheme.Id, "voucher.price");
        }

        /// <summary>How many days a worker may have in the year of a day, with one employer and with all; null where the package sets no limit.</summary>
        public (int? WithEmployer, int? InYear) VoucherDays(DateOnly workedOn)
        {
            row.Clear();
            Set("voucher.worked_on", workedOn);
            Set(MonthFact, Month.Of(workedOn));
            return (Has("voucher.days_with_employer") ? (int)Ask("voucher.days_with_employer").AsDecimal : null, Has("voucher.days_in_year") ? (int)Ask("voucher.days_in_year").AsDecimal : null);
        }

        private bool Has(string rule) => rules.compiled.ContainsKey(rule);

        private long Minor(string rule) => Ask(rule).ToMoney(rules.Currency).Minor;

        private RuleValue Ask(string rule)
        {
            var value = rules.compiled[rule].Evaluate(row);
            return value.IsKnown ? value : throw new CannotTell(rules.Scheme.Id, rule);
        }

        private bool IsYes(CompiledRule rule)
        {
            var answer = rule.Evaluate(row);
            return answer.IsKnown && answer.AsBool;
        }

        private bool SaysOfAct(string name, string act)
        {
            if (!rules.compiled.TryGetValue(name, out var rule))
            {
                return false;
            }

            row.Clear();
            return Choose("limitation.act", act) && IsYes(rule);
        }

        // No when the scheme does not know the word.
        private bool Choose(string fact, string word)
        {
            if (!row.Asks(fact))
            {
                return true;
            }

            var slot = row.Slot(fact);
            if (slot.Choices is { } known && !known.Contains(word))
            {
                return false;
            }

            row.Set(slot, word);
            return true;
        }

        // A scheme that does not declare the fact does not need it.
        private void Set(string fact, long minor)
        {
            if (row.Asks(fact))
            {
                row.Set(row.Slot(fact), new Money(minor, rules.Currency).Major);
            }
        }

        private void Set(string fact, Month month)
        {
            if (row.Asks(fact))
            {
                row.Set(row.Slot(fact), month);
            }
        }

        private void Set(string fact, DateOnly day)
        {
            if (row.Asks(fact))
            {
                row.Set(row.Slot(fact), day);
            }
        }
    }
}

/// <summary>The package gives no answer: no value in force for the month, or a fact we do not have.</summary>
#pragma warning disable CA1032 // Without scheme and rule it would say nothing.
public sealed class CannotTell(string scheme, string rule) : Exception($"The package of {scheme} cannot tell {rule} for this month.");
#pragma warning restore CA1032

/// <summary>Loaded packages by hash; a hash is loaded and compiled once in a process.</summary>
public sealed class SchemeCache
{
    private readonly ConcurrentDictionary<string, SchemeRules> loaded = new(StringComparer.Ordinal);

    public SchemeRules? Find(string hash) => loaded.GetValueOrDefault(hash);

    public SchemeRules Load(string hash, IReadOnlyDictionary<string, string> files) => loaded.GetOrAdd(hash, _ => Read(files));

    /// <summary>Compiles a package and does not keep it.</summary>
    internal static SchemeRules Read(IReadOnlyDictionary<string, string> files) => new(SchemePackage.Load(files.ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal)));
}
