using System.Globalization;
using System.Text.Json.Serialization;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Rules;

namespace Spmis.Eligibility.Evidence;

/// <summary>How a needed piece of evidence stands.</summary>
public enum EvidenceState
{
    /// <summary>Nothing came.</summary>
    Missing,

    /// <summary>It came, and nobody has looked.</summary>
    Received,

    /// <summary>What came was refused.</summary>
    Refused,

    /// <summary>It is proved.</summary>
    Accepted,

    /// <summary>Certificates of the same days say different things.</summary>
    Contradicting,
}

/// <summary>A needed piece of evidence as a decision found it.</summary>
/// <param name="Name">The piece.</param>
/// <param name="State">How it stands.</param>
/// <param name="Source">The papers that count, or what came.</param>
public sealed record EvidenceEntry(string Name, EvidenceState State, string Source)
{
    /// <summary>Whether nothing can be decided while it stands so.</summary>
    [JsonIgnore]
    public bool IsLacking => State is EvidenceState.Missing or EvidenceState.Received or EvidenceState.Refused;

    /// <summary>As it is named among what is missing.</summary>
    [JsonIgnore]
    public string Missing => Prefix + Name;

    /// <summary>What tells a piece of evidence from a fact among what is missing.</summary>
    public const string Prefix = "evidence:";
}

/// <summary>What a claim needs by its package, and what of it is there. Pure.</summary>
/// <param name="scheme">The package.</param>
/// <param name="asKnownOn">By values of the law recorded up to this day.</param>
public sealed class EvidenceNeeds(Scheme scheme, DateOnly asKnownOn)
{
    /// <summary>Every needed piece. One whose condition cannot be told is asked for.</summary>
    /// <param name="sheet">The facts known.</param>
    /// <param name="fromFile">Whether the claim came in a file, whose sender vouches for what the package does not ask of files.</param>
    /// <param name="items">What came.</param>
    public IReadOnlyList<EvidenceEntry> Of(FactSheet sheet, bool fromFile, IEnumerable<EvidenceItem> items)
    {
        if (scheme.Claims is not { Evidence.Count: > 0 } terms)
        {
            return [];
        }

        var facts = sheet.ToFacts();
        var came = items.OrderBy(i => i.ReceivedAt).ThenBy(i => i.Id).ToLookup(i => i.Kind);
        return [.. terms.Evidence.Where(p => (!fromFile || p.OfFiles) && (p.When is null || scheme.Evaluate(p.When, facts, asKnownOn).Answer is not Answer.No)).Select(p => Entry(p, [.. came[p.Id]]))];
    }

    /// <summary>Puts what is needed on the sheet, and the accepted certificates for the rules.</summary>
    public FactSheet On(FactSheet sheet, Claim claim, IReadOnlyCollection<EvidenceItem> items)
    {
        var fromFile = claim.Channel is ClaimChannel.File;
        var full = scheme.Fact(FactNames.Certificates) is null ? sheet : sheet with { Lists = [.. sheet.Lists, Certificates(items)] };
        var needs = Of(full, fromFile, items);
        var vouched = fromFile ? scheme.Claims?.Evidence.Where(p => !p.OfFiles).Select(p => p.Label("en")).ToList() : null;
        return full with
        {
            Evidence = needs.Count == 0 ? null : needs,
            Notes = vouched is { Count: > 0 } ? [.. full.Notes, $"The claim came in a file ({claim.Source}); its sender vouches for: {string.Join("; ", vouched)}."] : full.Notes,
        };
    }

    private static EvidenceEntry Entry(EvidenceDeclaration piece, List<EvidenceItem> came)
    {
        var counting = came.Where(i => i.Counts).ToList();
        var state = counting.Count > 0 ? counting.Any(a => counting.Any(a.Contradicts)) ? EvidenceState.Contradicting : EvidenceState.Accepted
            : came.Any(i => i.Accepted is null) ? EvidenceState.Received
            : came.Count > 0 ? EvidenceState.Refused : EvidenceState.Missing;
        return new EvidenceEntry(piece.Id, state, string.Join("; ", (counting.Count > 0 ? counting : came).Select(Source)));
    }

    private static string Source(EvidenceItem item)
    {
        var paper = item.Sha256 is { } sha ? $"{item.FileName} (SHA-256 {sha[..12]})" : item.Reference ?? "";
        return item.JudgedAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"{paper}, {(item.Accepted == true ? "accepted" : "refused")} by {item.JudgedBy} on {at:yyyy-MM-dd}") : paper;
    }

    private static readonly string[] Columns = ["kind", "from", "to", "degree"];
    private static readonly ValueKind[] Kinds = [ValueKind.Text, ValueKind.Date, ValueKind.Date, ValueKind.Rate];

    private static FactTable Certificates(IEnumerable<EvidenceItem> items)
    {
        var counting = items.Where(i => i.Counts && i.DegreePercent is not null).OrderBy(i => i.FromDay).ThenBy(i => i.Id).ToList();
        var rows = counting.Select(i => (IReadOnlyList<string?>)[i.Kind, Day(i.FromDay), Day(i.ToDay), ((i.DegreePercent ?? 0) / 100m).ToString(CultureInfo.InvariantCulture)]).ToList();
        return new FactTable(FactNames.Certificates, counting.Count == 0 ? "Certificates: none accepted" : "Certificates: " + string.Join("; ", counting.Select(i => $"{i.Issuer}, {Source(i)}")), Columns, Kinds, rows);
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
