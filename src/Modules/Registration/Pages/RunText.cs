using Spmis.Kernel.Runs;
using Spmis.Web.Parts;

namespace Spmis.Registration.Pages;

/// <summary>How the pages print runs.</summary>
public static class RunText
{
    /// <summary>The state as a key of the texts.</summary>
    public static string State(Run run) => char.ToUpperInvariant(run.State[0]) + run.State[1..];

    /// <summary>The colour of the state.</summary>
    public static TagKind Kind(Run run) => run.State switch
    {
        "failed" => TagKind.Bad,
        "cancelled" => TagKind.Off,
        "finished" => run.Refused > 0 ? TagKind.Wait : TagKind.Ok,
        _ => TagKind.Info,
    };
}

/// <summary>A run with some of its lines, for the partial that any run page can use.</summary>
/// <param name="Run">The run.</param>
/// <param name="Lines">Verdicts to show.</param>
/// <param name="Verdict">Which are shown: refused, noted, accepted, or null for all.</param>
/// <param name="Next">Key of the next page of lines.</param>
/// <param name="Warnings">What was odd about the file.</param>
public sealed record RunView(Run Run, IReadOnlyList<RunLine> Lines, string? Verdict, string? Next, IReadOnlyList<string> Warnings)
{
    /// <summary>Nothing more will change.</summary>
    public bool Ended => Run.State is "finished" or "failed" or "cancelled";
}
