using System.Text.Json;
using System.Text.Json.Serialization;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Host.Demo;

/// <summary>Which steps of the demo are done. A step that was killed is begun again; the acts it calls do nothing twice.</summary>
public sealed record DemoState
{
    private const string FileName = "state.json";

    /// <summary>Persons asked for at the start.</summary>
    public required int Persons { get; init; }

    /// <summary>Employers asked for at the start.</summary>
    public required int Employers { get; init; }

    /// <summary>Seed asked for at the start.</summary>
    public required int Seed { get; init; }

    /// <summary>Steps done, in order.</summary>
    public required IReadOnlyList<StepReport> Done { get; init; }

    /// <summary>Whether every step is done.</summary>
    [JsonIgnore]
    public bool Whole => DemoCycle.Steps.All(step => Done.Any(d => d.Name == step.Name));

    /// <summary>The state in a folder; null when no demo was begun there.</summary>
    public static DemoState? Find(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<DemoState>(File.ReadAllText(path), SpmisJson.Options) ?? throw new InvalidOperationException($"{path} is empty.") : null;
    }

    /// <summary>The state in a folder; a new one when none was begun.</summary>
    /// <exception cref="Refused">It was begun with other numbers.</exception>
    public static DemoState Open(DemoOptions options)
    {
        if (Find(options.Folder) is not { } state)
        {
            return new DemoState { Persons = options.Persons, Employers = options.Employers, Seed = options.Seed, Done = [] };
        }

        return (state.Persons, state.Employers, state.Seed) == (options.Persons, options.Employers, options.Seed)
            ? state
            : throw new Refused("demo.other-numbers", $"The demo in {options.Folder} was begun with --persons {state.Persons} --employers {state.Employers} --seed {state.Seed}; resume it with these numbers, or with none.");
    }

    /// <summary>Written whole or not at all.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(this, SpmisJson.Indented));
        File.Move(path + ".new", path, overwrite: true);
    }
}

/// <summary>What a step did.</summary>
/// <param name="Name">The step.</param>
/// <param name="Rows">Rows it worked on.</param>
/// <param name="Seconds">How long.</param>
public sealed record StepReport(string Name, long Rows, double Seconds)
{
    /// <summary>Rows per second.</summary>
    public double RowsPerSecond => Seconds > 0 ? double.Round(Rows / Seconds) : Rows;
}
