namespace Spmis.Host.Commands;

/// <summary>What a command has to say: the same in JSON for programs and in words for people.</summary>
/// <param name="Holds">Whether all held; the exit code is 0 only then.</param>
/// <param name="Json">The one object printed under <c>--json</c>; null when the work has written it already, piece by piece.</param>
/// <param name="Show">Shows it to people on standard output.</param>
internal sealed record CommandOutcome(bool Holds, object? Json, Action Show)
{
    /// <summary>An outcome told in a few lines; nothing is printed for people when there are no words.</summary>
    public CommandOutcome(bool holds, object json, string words)
        : this(holds, json, () => Console.Out.Write(words.Length == 0 ? "" : words + Environment.NewLine))
    {
    }

    /// <summary>The outcome of work that has told everything while it went on.</summary>
    public static CommandOutcome Told(bool holds) => new(holds, null, () => { });

    /// <summary>A refusal, or a failure, as it is printed under <c>--json</c>.</summary>
    public static object Failed(string code, string text) => new { holds = false, error = new { code, text } };
}
