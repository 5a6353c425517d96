using System.Text;
using Spmis.Rules;
using Spmis.Rules.Compilation;
using Spmis.Values;

namespace Spmis.Benchmarks.Rules;

/// <summary>A contribution with dated limits, two tiers and a minimum: the size of RSTI or NSSF.</summary>
internal sealed class ContributionCase : ICase
{
    private const string Package = """
        scheme: bench-contribution
        version: 1.0.0
        currency: KES
        name: Contribution
        facts: {month: month, wage: money, category: {choices: [employed, self_employed]}}
        parameters:
          lower: {unit: money, values: [{from: 2023-02-01, value: 6000}, {from: 2024-02-01, value: 7000}, {from: 2025-02-01, value: 8000}, {from: 2026-02-01, value: 9000}]}
          upper: {unit: money, values: [{from: 2023-02-01, value: 18000}, {from: 2024-02-01, value: 36000}, {from: 2025-02-01, value: 72000}, {from: 2026-02-01, value: 108000}]}
          rate: {unit: rate, by: [category], values: [{from: 2023-02-01, value: {employed: 6%, self_employed: 9%}}]}
          least: {unit: money, values: [{from: 2023-02-01, value: 200}]}
        rules:
          base: min(wage, upper@month)
          tier1: round(min(base, lower@month) * rate@month[category], 0.01, half_up)
          tier2: round(max(0, base - lower@month) * rate@month[category], 0.01, half_up)
          amount: max(tier1 + tier2, least@month)
        outputs: {amount: Amount}
        """;

    private static readonly (DateOnly From, decimal Lower, decimal Upper)[] Limits =
    [
        (new(2023, 2, 1), 6000, 18000), (new(2024, 2, 1), 7000, 36000), (new(2025, 2, 1), 8000, 72000), (new(2026, 2, 1), 9000, 108000),
    ];

    private readonly Scheme scheme = SchemePackage.Load(new Dictionary<string, byte[]> { ["scheme.yaml"] = Encoding.UTF8.GetBytes(Package) });
    private readonly Person[] persons = new Person[1000];
    private readonly CompiledRule rule;
    private readonly FactRow row;
    private readonly FactSlot month;
    private readonly FactSlot wage;
    private readonly FactSlot category;
    private decimal sum;

    public ContributionCase()
    {
        var random = new Random(1);
        for (var i = 0; i < persons.Length; i++)
        {
            persons[i] = new Person(Month.Parse("2023-03").Add(random.Next(40)), random.Next(100, 15_000_000) / 100m, random.Next(3) == 0 ? "self_employed" : "employed");
        }

        (rule, row) = (scheme.Compile("amount"), scheme.NewRow());
        (month, wage, category) = (row.Slot("month"), row.Slot("wage"), row.Slot("category"));
    }

    public int Count => persons.Length;

    public void Engine(int person) => sum += Ours(persons[person]);

    public void ByHand(int person) => sum += Theirs(persons[person]);

    public void Explain(int person)
    {
        var one = persons[person];
        scheme.Evaluate("amount", new Facts().Set("month", one.Month).Set("wage", one.Wage).Set("category", one.Category)).Explanation.ToText();
    }

    public void Check()
    {
        foreach (var person in persons)
        {
            if (Ours(person) != Theirs(person))
            {
                throw new InvalidOperationException($"The engine says {Ours(person)}, the hand-written rule {Theirs(person)} for {person}.");
            }
        }
    }

    private decimal Ours(Person person)
    {
        row.Clear();
        row.Set(month, person.Month);
        row.Set(wage, person.Wage);
        row.Set(category, person.Category);
        return rule.Evaluate(row).AsDecimal;
    }

    private static decimal Theirs(Person person)
    {
        var day = person.Month.First;
        var i = Limits.Length - 1;
        while (Limits[i].From > day)
        {
            i--;
        }

        var rate = person.Category == "employed" ? 0.06m : 0.09m;
        var basis = Math.Min(person.Wage, Limits[i].Upper);
        var tier1 = Rounding.Round(Math.Min(basis, Limits[i].Lower) * rate, 0.01m, RoundingMode.HalfUp);
        var tier2 = Rounding.Round(Math.Max(0, basis - Limits[i].Lower) * rate, 0.01m, RoundingMode.HalfUp);
        return Math.Max(tier1 + tier2, 200);
    }

    private sealed record Person(Month Month, decimal Wage, string Category);
}
