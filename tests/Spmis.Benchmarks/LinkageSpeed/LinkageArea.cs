using System.Diagnostics;
using System.Globalization;
using Spmis.Host.Commands.Records;
using Spmis.Linkage;
using Spmis.Samples.Names;

namespace Spmis.Benchmarks.LinkageSpeed;

/// <summary>Duplicate detection: agrees with SQL made of the same model, and how much faster it is than that SQL.</summary>
internal sealed class LinkageArea : IArea
{
    private const double LeastRatio = 8;
    private const int Sample = 1_200;
    private const int LeastWeight = -7_000;

    public string Name => "linkage";

    public string Words => "duplicate detection against DuckDB SQL of the same model: same pairs, same scores, how much faster; [--persons N] [--desk N]";

    public int Run(string[] arguments)
    {
        var persons = Number(arguments, "--persons", 300_000);
        var agrees = Agrees();
        var fast = Compare(persons);
        var desk = DeskCheck.Run(Number(arguments, "--desk", 20_000)).GetAwaiter().GetResult();
        return agrees && fast && desk ? 0 : 1;
    }

    /// <summary>Every pair of a sample, scored here and in SQL.</summary>
    private static bool Agrees()
    {
        var register = LinkageRegister.Of(SampledPersons.Make(Sample));
        var model = Trainer.Train(register, "sample");
        var ours = BatchLinker.Pairs(register, model, 1 / (1 + Math.Pow(2, -LeastWeight / 1000.0)))
            .ToDictionary(p => Ordered(RecordTable.PlaceOf(p.A), RecordTable.PlaceOf(p.B)), p => (int)(p.Weight * 1000));
        using var duck = DuckPersons.Load(register, model);
        var theirs = DuckPersons.Pairs(duck, ModelSql.Scored(model, "(SELECT x.i AS i, y.i AS j FROM persons x JOIN persons y ON x.i < y.i)", LeastWeight));
        var missing = ours.Keys.Except(theirs.Keys).Count() + theirs.Keys.Except(ours.Keys).Count();
        var differing = ours.Count(p => theirs.TryGetValue(p.Key, out var weight) && weight != p.Value);
        Line($"agreement: {Sample * (Sample - 1) / 2:N0} pairs compared by both, {ours.Count:N0} over {LeastWeight / 1000.0} bits; {missing} in one only, {differing} with another weight");
        foreach (var pair in ours.Where(p => !theirs.TryGetValue(p.Key, out var weight) || weight != p.Value).Take(5))
        {
            Line($"  {pair.Key}: {pair.Value} here, {(theirs.TryGetValue(pair.Key, out var weight) ? weight : 0)} in SQL");
            foreach (var evidence in new Scorer(model).Score(register[pair.Key.Item1], register[pair.Key.Item2]).Evidence)
            {
                Line($"    {evidence.Comparison} {evidence.Level} {evidence.Left} | {evidence.Right}: {evidence.Weight} {evidence.FrequencyAdjustment}");
            }
        }

        return missing == 0 && differing == 0 && ours.Count > 100;
    }

    /// <summary>The same register, the same stored keys, the same model: from persons as registered here, from folded texts in SQL.</summary>
    private static bool Compare(int persons)
    {
        var time = new Stopwatches();
        var (register, _) = InventedRegister.Make(persons, 1, CulturePack.Of("mixed"), time, default);
        var options = new BatchOptions { LooseUpToPersons = 0, ExhaustivePairs = 0 };
        var model = time.Measure("train", () => Trainer.Train(register, "bench", null, new TrainingOptions { Batch = options }));
        _ = BatchLinker.Pairs(register, model, 0.9, options).Count(); // Compiled by now, as a server is; a second register then is measured.
        var again = new Stopwatches();
        var (fresh, _) = InventedRegister.Make(persons, 1, CulturePack.Of("mixed"), again, default);
        var count = new BatchCount();
        var ours = again.Measure("link", () => BatchLinker.Pairs(fresh, model, 0.9, count, options).Count());
        using var duck = DuckPersons.Load(register, model);
        var most = Weight(0.9);
        var sql = ModelSql.Scored(model, "(SELECT DISTINCT x.i AS i, y.i AS j FROM keys x JOIN keys y ON x.key = y.key AND x.i < y.i)", most);
        var theirs = again.Measure("sql", () => DuckPersons.Pairs(duck, sql).Count);
        var here = again["normalise"].Seconds + again["link"].Seconds;
        var hereCpu = again["normalise"].CpuSeconds + again["link"].CpuSeconds;
        var (ratio, cpuRatio) = (again["sql"].Seconds / here, again["sql"].CpuSeconds / hereCpu);
        Line($"{persons:N0} persons, {count.Compared:N0} pairs, {ours:N0} over 0.9 here, {theirs:N0} in SQL, which knows no limit for a block");
        Line($"  ratio to DuckDB SQL {ratio:F1} by the clock, {cpuRatio:F1} by processor (bar {LeastRatio} for both); here {here:F2} s ({hereCpu:F2} s of processor) with normalising and keys, SQL {again["sql"].Seconds:F2} s ({again["sql"].CpuSeconds:F2}) from folded texts and given keys");
        Line($"  {count.Compared / Math.Max(0.001, again["link"].CpuSeconds):N0} pairs a second and core, keys and sorting included; training {time["train"].Seconds:F2} s ({time["train"].CpuSeconds:F2})");
        return ratio >= LeastRatio && cpuRatio >= LeastRatio; // The clock wants an idle machine.
    }

    private static int Weight(double probability) => (int)Math.Ceiling(Math.Log2(probability / (1 - probability)) * 1000);

    private static (int, int) Ordered(int a, int b) => a < b ? (a, b) : (b, a);

    internal static int Number(string[] arguments, string name, int usual)
    {
        var at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length && int.TryParse(arguments[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;
    }

    internal static void Line(FormattableString text) => Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
