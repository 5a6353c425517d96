namespace Spmis.Rules;

/// <summary>One thing wrong in a package.</summary>
/// <param name="File">File inside the package.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Wrong">What is wrong.</param>
/// <param name="Right">What would be right.</param>
public sealed record SchemeError(string File, int Line, int Column, string Wrong, string Right)
{
    /// <summary>"scheme.yaml:12:9: ... — ..."</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Wrong} — {Right}";
}

/// <summary>The package cannot be loaded; all that was found is listed.</summary>
/// <param name="errors">What is wrong, in the order of the files.</param>
#pragma warning disable CA1032 // Without errors it would say nothing.
public sealed class SchemeErrors(IReadOnlyList<SchemeError> errors) : Exception(string.Join(Environment.NewLine, errors))
#pragma warning restore CA1032
{
    /// <summary>What is wrong.</summary>
    public IReadOnlyList<SchemeError> Errors { get; } = errors;
}
