namespace Spmis.Kernel.Acts;

/// <summary>A rule said no. One place turns it into words beside the field (pages) or problem details (APIs, RFC 9457).</summary>
/// <param name="code">Stable, dotted, for machines: <c>person.born-in-future</c>.</param>
/// <param name="text">For people: what is wrong, where, and how to mend it.</param>
/// <param name="field">The input field at fault, as named in the act's input; null when it is the whole request.</param>
#pragma warning disable CA1032 // A refusal without code and text would say nothing.
public sealed class Refused(string code, string text, string? field = null) : Exception(text)
#pragma warning restore CA1032
{
    /// <summary>Stable code for machines.</summary>
    public string Code { get; } = code;

    /// <summary>The input field at fault, or null.</summary>
    public string? Field { get; } = field;
}
