using System.Text;
using Spmis.Rules;

namespace Spmis.Tests.Rules;

/// <summary>Packages written inside a test.</summary>
internal static class TestScheme
{
    public static Scheme Load(string yaml, params (string Path, string Text)[] others)
    {
        var files = others.Append(("scheme.yaml", yaml)).ToDictionary(f => f.Item1, f => Encoding.UTF8.GetBytes(f.Item2), StringComparer.Ordinal);
        return SchemePackage.Load(files);
    }

    /// <summary>A package of one rule over a few facts and figures; the rule's expression starts in column 9.</summary>
    public static string With(string expression, string more = "") => """
        scheme: test
        version: 1.0.0
        currency: KES
        name: Test
        facts:
          a: money
          b: money
          n: int
          x: number
          p: rate
          yes_no: bool
          other: bool
          born: date
          day: date
          m: month
          sex: {choices: [male, female]}
          months_list: {list: record, fields: {month: month, base: money, paid: money, note: text, n: int, on: date}}
          words: {list: word, of: text, choices: [poor, ill, old]}
        parameters:
          limit: {unit: money, values: [{from: 2020-01-01, value: 100}, {from: 2022-01-01, value: 250.50}, {from: 2024-07-01, to: 2025-12-31, value: 300}]}
          share: {unit: rate, by: [sex], value: {male: 10%, female: 12.5%}}
          class_rate: {unit: rate, by: [class delay], value: {0: 5%, 2: 10%, 4: 15%}}
          steps: {unit: brackets, values: [{from: 2020-01-01, value: [{over: 0, rate: 0}, {over: 160, rate: 30%}, {over: 250, rate: 70%}]}]}
          raises: {unit: rate, by: [year], value: {2020: 1.5%, 2021: 0, 2022: 12.5%, 2023: -2%}}
          curve: {unit: number, by: [class at], value: {0: 0, 10: 1, 20: 3}}
          age_needed: {unit: months, value: 60 years}
          count_needed: {unit: int, value: 6}
          day_needed: {unit: date, value: 2024-01-01}
          pronoun: {unit: text, by: [sex], value: {male: he, female: she}}
        MORE
        rules:
          all_figures: known(limit@day) and known(share[sex]) and known(class_rate[n]) and known(scale(steps@day, a)) and known(interpolate(curve, x)) and known(uprate(a, raises, 2020, n, 1, down)) and known(age_needed) and known(count_needed) and known(day_needed) and known(pronoun[sex])
          r:
            is: EXPRESSION
        outputs: {r: R, all_figures: F}
        """.Replace("MORE", more, StringComparison.Ordinal).Replace("EXPRESSION", expression, StringComparison.Ordinal);
}
