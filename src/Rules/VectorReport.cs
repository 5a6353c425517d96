namespace Spmis.Rules;

/// <summary>How a worked example came out.</summary>
public enum VectorOutcome
{
    /// <summary>Every expected figure, within its tolerance.</summary>
    Passed,

    /// <summary>A figure differs, or cannot be told.</summary>
    Failed,

    /// <summary>There is no package, no rule for a figure, or the example rests on an input the package does not know.</summary>
    NotSupported,
}

/// <summary>What a run of worked examples came to.</summary>
/// <param name="Schemes">By file, in the order of their names.</param>
/// <param name="Broken">Files and packages that cannot be read, and why.</param>
public sealed record VectorReport(IReadOnlyList<SchemeVectors> Schemes, IReadOnlyList<string> Broken)
{
    /// <summary>All examples.</summary>
    public int Total => Schemes.Sum(s => s.Vectors.Count);

    /// <summary>Those that passed.</summary>
    public int Passed => Schemes.Sum(s => s.Count(VectorOutcome.Passed));

    /// <summary>Those that failed.</summary>
    public int Failed => Schemes.Sum(s => s.Count(VectorOutcome.Failed));

    /// <summary>Those that could not be put to a package.</summary>
    public int NotSupported => Schemes.Sum(s => s.Count(VectorOutcome.NotSupported));

    /// <summary>Whether nothing failed and everything could be read.</summary>
    public bool Holds => Failed == 0 && Broken.Count == 0;
}

/// <summary>The worked examples of one file.</summary>
/// <param name="Id">The file's id.</param>
/// <param name="Package">Id and version of the package that answered; null when there is none.</param>
/// <param name="Vectors">The examples.</param>
public sealed record SchemeVectors(string Id, string? Package, IReadOnlyList<VectorResult> Vectors)
{
    /// <summary>How many came out so.</summary>
    public int Count(VectorOutcome outcome) => Vectors.Count(v => v.Outcome == outcome);
}

/// <summary>One worked example.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Answers">Each expected figure.</param>
/// <param name="Ignored">Inputs the package has no fact for.</param>
/// <param name="Reason">Why it is not supported; null otherwise.</param>
public sealed record VectorResult(string Id, VectorOutcome Outcome, IReadOnlyList<VectorAnswer> Answers, IReadOnlyList<string> Ignored, string? Reason);

/// <summary>One expected figure.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Rule">The rule asked; null when the package has none.</param>
/// <param name="Expected">As written in the file.</param>
/// <param name="Got">What came out; "unknown" when nobody can tell.</param>
/// <param name="Fits">Whether it is within the tolerance and both evaluators agree.</param>
/// <param name="Why">For one that does not fit: the explanation.</param>
public sealed record VectorAnswer(string Name, string? Rule, string Expected, string? Got, bool Fits, string? Why)
{
    /// <summary>"pension: expected 1200, got 1199".</summary>
    public override string ToString() => Rule is null ? $"{Name}: no rule" : $"{Name}: expected {Expected}, got {Got}";
}
