using System.Text;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Benchmarks.Rules;

/// <summary>An old-age pension over a history of 480 months: insured months counted, the best 60 averaged, a rate by their number, a minimum.</summary>
internal sealed class PensionCase : ICase
{
    private const string Package = """
        scheme: bench-pension
        version: 1.0.0
        currency: KES
        name: Pension
        facts: {birth: date, day: date, contributions: {list: record, fields: {month: month, base: money, paid: money}}}
        parameters:
          age_needed: {unit: months, value: 60 years}
          months_needed: {unit: int, value: 180}
          averaged: {unit: int, value: 60}
          share: {unit: rate, value: 37.5%}
          each_month: {unit: rate, value: 0.09%}
          most: {unit: rate, value: 60%}
          least: {unit: money, values: [{from: 2020-01-01, value: 3000}, {from: 2024-01-01, value: 4000}]}
          least_paid: {unit: money, value: 200}
        rules:
          insured: record.paid >= least_paid
          months: count(contributions where insured)
          entitled: age_at(birth, day) >= age_needed and months >= months_needed
          reference: exact(best(averaged, record.base over contributions where insured) / averaged)
          rate: min(most, share + each_month * max(0, months - months_needed))
          pension: {when: entitled, then: "max(round(reference * rate, 0.1, down), least@day)", else: 0}
        outputs: {pension: Pension}
        """;

    private const int Months = 480;
    private readonly Scheme scheme = SchemePackage.Load(new Dictionary<string, byte[]> { ["scheme.yaml"] = Encoding.UTF8.GetBytes(Package) });
    private readonly Person[] persons = new Person[100];
    private readonly FactRow[] rows = new FactRow[100];
    private readonly decimal[] buffer = new decimal[Months];
    private readonly CompiledRule rule;
    private readonly Facts facts;
    private decimal sum;

    public PensionCase()
    {
        var random = new Random(1);
        for (var i = 0; i < persons.Length; i++)
        {
            var history = Enumerable.Range(0, Months).Select(m => new Record(Month.Parse("1985-01").Add(m), random.Next(100_000, 9_000_000) / 100m, random.Next(10) == 0 ? 100 : 1200)).ToArray();
            persons[i] = new Person(new DateOnly(1964, 1, 1).AddDays(random.Next(300)), new DateOnly(2025, 1, 1), history);
            rows[i] = Row(persons[i]);
        }

        rule = scheme.Compile("pension");
        facts = rows[0].ToFacts();
    }

    public int Count => persons.Length;

    // The history stands in the row, as it stands in the array of the hand-written rule: how it gets there is a matter of the database.
    public void Engine(int person) => sum += rule.Evaluate(rows[person]).AsDecimal;

    public void ByHand(int person) => sum += Theirs(persons[person]);

    public void Explain(int person) => scheme.Evaluate("pension", facts).Explanation.ToText();

    public void Check()
    {
        for (var i = 0; i < persons.Length; i++)
        {
            var (ours, theirs) = (rule.Evaluate(rows[i]).AsDecimal, Theirs(persons[i]));
            if (ours != theirs || ours == 0)
            {
                throw new InvalidOperationException($"The engine says {ours}, the hand-written rule {theirs} for person {i}.");
            }
        }
    }

    private FactRow Row(Person person)
    {
        var row = scheme.NewRow();
        row.Set(row.Slot("birth"), person.Birth);
        row.Set(row.Slot("day"), person.Day);
        var list = row.List("contributions");
        var (month, basis, paid) = (list.Slot("month"), list.Slot("base"), list.Slot("paid"));
        list.Begin();
        foreach (var record in person.History)
        {
            list.Add();
            list.Set(month, record.Month);
            list.Set(basis, record.Base);
            list.Set(paid, record.Paid);
        }

        return row;
    }

    // As most would write it: filter, sort, add the last sixty.
    private decimal Theirs(Person person)
    {
        var count = 0;
        foreach (var record in person.History)
        {
            if (record.Paid >= 200)
            {
                buffer[count++] = record.Base;
            }
        }

        var age = ((person.Day.Year - person.Birth.Year) * 12) + person.Day.Month - person.Birth.Month;
        age -= person.Birth.AddMonths(age) > person.Day ? 1 : 0;
        if (age < 720 || count < 180)
        {
            return 0;
        }

        buffer.AsSpan(0, count).Sort();
        var total = 0m;
        for (var i = count - 60; i < count; i++)
        {
            total += buffer[i];
        }

        var rate = Math.Min(0.60m, 0.375m + (0.0009m * Math.Max(0, count - 180)));
        return Math.Max(Rounding.Round(total / 60 * rate, 0.1m, RoundingMode.Down), 4000);
    }

    private sealed record Record(Month Month, decimal Base, decimal Paid);

    private sealed record Person(DateOnly Birth, DateOnly Day, Record[] History);
}
