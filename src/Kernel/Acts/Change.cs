namespace Spmis.Kernel.Acts;

/// <summary>Why the database changes: goes into the history with every row an act touches, into outgoing messages, and into the runs it starts.</summary>
public sealed record Change
{
    /// <summary>The act's name in dotted form: <c>persons.register</c>.</summary>
    public required string Act { get; init; }

    /// <summary>Who acts.</summary>
    public required Actor Actor { get; init; }

    /// <summary>Business time (UTC) of the act. Consumers and runs started by it inherit it, so the same inputs give the same outcome whenever they are processed.</summary>
    public required DateTime Now { get; init; }

    /// <summary>Why, in the actor's words, where the act asks for it.</summary>
    public string? Reason { get; init; }

    /// <summary>On which evidence: a document, file or message reference.</summary>
    public string? Evidence { get; init; }

    /// <summary>The civil date of <see cref="Now"/>.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now);

    /// <summary>The same actor, time and reason going on with another act.</summary>
    public Change As(string act) => this with { Act = act };
}
