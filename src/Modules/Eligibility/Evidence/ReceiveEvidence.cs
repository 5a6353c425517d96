using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Secrets;
using Spmis.Rules;

namespace Spmis.Eligibility.Evidence;

/// <summary>A paper as it comes in: a file, or a reference to the original that was shown.</summary>
public sealed record NewEvidence
{
    /// <summary>The claim's number.</summary>
    public required string ClaimNumber { get; init; }

    /// <summary>Which piece of the package's list.</summary>
    public required string Kind { get; init; }

    /// <summary>The file; stays the caller's. Null when the original was only shown.</summary>
    public Stream? Content { get; init; }

    /// <summary>The sender's name for the file.</summary>
    public string? FileName { get; init; }

    /// <summary>Number and place of the original, where no file is kept.</summary>
    public string? Reference { get; init; }

    /// <summary>Who issued it; needed of a certificate.</summary>
    public string? Issuer { get; init; }

    /// <summary>When it was issued; needed where the package limits its validity.</summary>
    public DateOnly? IssuedOn { get; init; }

    /// <summary>First day a certificate speaks of.</summary>
    public DateOnly? FromDay { get; init; }

    /// <summary>Last day; null until further notice.</summary>
    public DateOnly? ToDay { get; init; }

    /// <summary>Degree of incapacity, whole per cent, 0 to 100.</summary>
    public int? DegreePercent { get; init; }
}

/// <summary>Takes a paper for a claim. The same file for the same piece again does nothing.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="files">Where papers are kept, each sealed for its row.</param>
public sealed class ReceiveEvidence(EligibilityDb db, SchemeBook schemes, SealedFiles files)
{
    /// <summary>Takes it; somebody looks at it afterwards.</summary>
    /// <exception cref="Refused">No such claim or piece, the claim is decided, dates are missing or impossible, or the file is not what its name says.</exception>
    public async Task<EvidenceItem> HandleAsync(NewEvidence input, Change change, CancellationToken ct)
    {
        var claim = await ClaimQueries.ByNumberAsync(db, input.ClaimNumber, ct);
        ClaimQueries.NeedDecidable(claim, "evidence");
        var scheme = (await schemes.OnAsync(claim.Scheme, claim.EventOn, ct)).Rules;
        var piece = scheme.Claims?.Evidence.FirstOrDefault(p => p.Id == input.Kind)
            ?? throw new Refused("evidence.unknown", $"'{claim.Scheme}' asks for no '{input.Kind}'. It asks for: {string.Join(", ", scheme.Claims?.Evidence.Select(p => p.Id) ?? [])}.", "kind");
        Check(input, piece, change);
        var file = await ReadAsync(input, ct);
        if (file is not null && await db.Evidence.AsNoTracking().SingleOrDefaultAsync(e => e.ClaimId == claim.Id && e.Kind == piece.Id && e.Sha256 == file.Sha256, ct) is { } before)
        {
            return before;
        }

        var item = new EvidenceItem
        {
            Id = Guid.CreateVersion7(), ClaimId = claim.Id, Kind = piece.Id, Sha256 = file?.Sha256, FileName = file?.Name, ContentType = file?.ContentType, Length = file?.Content.Length,
            Reference = string.IsNullOrWhiteSpace(input.Reference) ? null : input.Reference.Trim(), Issuer = string.IsNullOrWhiteSpace(input.Issuer) ? null : input.Issuer.Trim(), IssuedOn = input.IssuedOn,
            FromDay = piece.Certificate ? input.FromDay : null, ToDay = piece.Certificate ? input.ToDay : null, DegreePercent = piece.Certificate ? input.DegreePercent : null,
            ReceivedAt = change.Now, ReceivedBy = change.Actor.Name, Version = 1,
        };
        if (file is not null)
        {
            await files.SaveAsync(item.Place, file.Content, ct);
        }

        db.Evidence.Add(item);
        await db.SaveAsync(change, ct);
        return item;
    }

    private static void Check(NewEvidence input, EvidenceDeclaration piece, Change change)
    {
        if (input.Content is null && string.IsNullOrWhiteSpace(input.Reference))
        {
            throw new Refused("evidence.nothing", "Send the scanned paper, or write number and place of the original that was shown.", "file");
        }

        if (input.IssuedOn > change.Today)
        {
            throw new Refused("evidence.issued-ahead", $"The paper is dated {input.IssuedOn:yyyy-MM-dd}, which is after today ({change.Today:yyyy-MM-dd}).", "issuedOn");
        }

        if (piece.ValidDays is { } days)
        {
            var issued = input.IssuedOn ?? throw new Refused("evidence.no-issue", $"This paper is taken for {days} days after its issue; give the day on which it was issued.", "issuedOn");
            if (issued.AddDays(days) < change.Today)
            {
                throw new Refused("evidence.expired", $"The paper was issued on {issued:yyyy-MM-dd} and was taken until {issued.AddDays(days):yyyy-MM-dd}. Ask for a new one.", "issuedOn");
            }
        }

        if (piece.Certificate)
        {
            CheckCertificate(input);
        }
    }

    private static void CheckCertificate(NewEvidence input)
    {
        if (string.IsNullOrWhiteSpace(input.Issuer))
        {
            throw new Refused("evidence.no-issuer", "Say who issued the certificate: the doctor or the board.", "issuer");
        }

        if (input.FromDay is not { } from)
        {
            throw new Refused("evidence.no-days", "Give the first day the certificate speaks of.", "fromDay");
        }

        if (input.ToDay < from)
        {
            throw new Refused("evidence.days-turned", $"The certificate ends on {input.ToDay:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}. Check both days.", "toDay");
        }

        if (input.DegreePercent is not (>= 0 and <= 100))
        {
            throw new Refused("evidence.degree", "Give the degree of incapacity in whole per cent, from 0 (can work) to 100 (cannot work).", "degreePercent");
        }
    }

    /// <summary>The paper as it came, looked at; null when only the original was shown.</summary>
    private static async Task<Paper?> ReadAsync(NewEvidence input, CancellationToken ct)
    {
        if (input.Content is null)
        {
            return null;
        }

        var (kind, content) = await DocumentKind.ReadAsync(input.Content, input.FileName ?? "", ct);
        return new Paper(kind.ContentType, content, FileStore.CleanName(input.FileName ?? ""), Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    private sealed record Paper(string ContentType, byte[] Content, string Name, string Sha256);
}
