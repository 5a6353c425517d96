namespace Spmis.Rules;

/// <summary>What a package says of claiming the benefit: time limits, who acts, and the evidence to bring. Durations are whole days; null where the law is silent.</summary>
public sealed record ClaimTerms
{
    /// <summary>Days after the event within which it is claimed; later is late.</summary>
    public int? FileWithin { get; init; }

    /// <summary>Days after the filing within which it is decided.</summary>
    public int? DecideWithin { get; init; }

    /// <summary>Days a claimant has to bring evidence that was asked for.</summary>
    public int? EvidenceWithin { get; init; }

    /// <summary>Days after the decision within which an appeal is lodged.</summary>
    public int? AppealWithin { get; init; }

    /// <summary>Days after an appeal within which it is decided.</summary>
    public int? DecideAppealWithin { get; init; }

    /// <summary>Age in months under which somebody else acts for the claimant.</summary>
    public int? LeastAge { get; init; }

    /// <summary>The yes/no rule that opens a claim of itself on the first day it holds, such as an age reached.</summary>
    public string? Opens { get; init; }

    /// <summary>Whether it is claimed by those an insured person leaves behind, each by a claim of their own in one case.</summary>
    public bool OfSurvivors { get; init; }

    /// <summary>To whom an appeal goes, by language.</summary>
    public required IReadOnlyDictionary<string, string> AppealBodies { get; init; }

    /// <summary>The evidence, in the order it is asked for.</summary>
    public required IReadOnlyList<EvidenceDeclaration> Evidence { get; init; }

    /// <summary>To whom an appeal goes, in a language; null when the package does not say.</summary>
    public string? AppealBody(string language) => Texts.Pick(AppealBodies, language);
}

/// <summary>A piece of evidence a claim needs.</summary>
public sealed record EvidenceDeclaration
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Its name by language.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Who issues it, by language.</summary>
    public required IReadOnlyDictionary<string, string> Issuers { get; init; }

    /// <summary>Whether it is a medical certificate or assessment: with a first and last day and a degree of incapacity.</summary>
    public bool Certificate { get; init; }

    /// <summary>The yes/no rule that says whether a case needs it; null when every case does.</summary>
    public string? When { get; init; }

    /// <summary>Days after its issue for which it is taken; null for ever.</summary>
    public int? ValidDays { get; init; }

    /// <summary>Whether claims taken from a file need it too; else the sender of the file has seen it and vouches for it.</summary>
    public bool OfFiles { get; init; }

    /// <summary>Where the law says so.</summary>
    public string? Article { get; init; }

    /// <summary>Its name in a language, or its id.</summary>
    public string Label(string language) => Texts.Pick(Labels, language) ?? Id;

    /// <summary>Who issues it, in a language; null when the package does not say.</summary>
    public string? Issuer(string language) => Texts.Pick(Issuers, language);
}
