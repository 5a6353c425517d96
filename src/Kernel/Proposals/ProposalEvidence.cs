using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Kernel.Secrets;

namespace Spmis.Kernel.Proposals;

/// <summary>A piece of evidence of a proposal: a document, a reference to one, or both. Part of the proposal's hash, so none is swapped after it was shown.</summary>
/// <param name="Id">Names the sealed file.</param>
/// <param name="Number">From 1.</param>
/// <param name="Text">What it proves; or number and place of an original.</param>
/// <param name="Name">The sender's name for the file; null where there is none.</param>
/// <param name="ContentType">PDF, JPEG or PNG, as found in the content.</param>
/// <param name="Sha256">Of the content, lower-case hexadecimal.</param>
/// <param name="Length">Bytes.</param>
/// <param name="AddedAt">When.</param>
public sealed record ProposalEvidence(Guid Id, int Number, string? Text, string? Name, string? ContentType, string? Sha256, long? Length, DateTime AddedAt)
{
    internal SecretPlace PlaceIn(string module) => SealedFiles.PlaceOf($"{module}.proposals", Id);
}

/// <summary>Evidence as it comes in.</summary>
/// <param name="Text">What it proves, or number and place of an original; needed where there is no file.</param>
/// <param name="Content">The document; stays the caller's.</param>
/// <param name="FileName">The sender's name for it.</param>
public sealed record NewProposalEvidence(string? Text, Stream? Content = null, string? FileName = null);

/// <summary>The preparer adds evidence while nobody has decided. It changes the hash, so whoever looked before must look again.</summary>
/// <param name="services">To find the module's database.</param>
/// <param name="files">Where documents are kept, sealed.</param>
public sealed class AddEvidence(IServiceProvider services, SealedFiles files)
{
    /// <summary>Pieces of a proposal, at most.</summary>
    public const int Most = 5;

    /// <summary>Letters of a text, at most.</summary>
    public const int LongestText = 500;

    /// <summary>Adds a piece. The same document again does nothing.</summary>
    /// <exception cref="Refused">There is no such proposal, it is somebody else's, somebody has decided, there are five pieces already, or the document is none.</exception>
    public async Task<Proposal> HandleAsync(string module, long id, NewProposalEvidence input, Change change, CancellationToken ct)
    {
        var db = services.GetRequiredKeyedService<ModuleDb>(module);
        var proposal = await db.Proposals.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refused("proposal.unknown", $"There is no proposal {id} in {module}.");
        var before = proposal.ReadEvidence();
        Check(proposal, before, change);
        var text = string.IsNullOrWhiteSpace(input.Text) ? null : input.Text.Trim();
        if (text?.Length > LongestText)
        {
            throw new Refused("evidence.text-long", $"Write at most {LongestText} characters.", "text");
        }

        if (text is null && input.Content is null)
        {
            throw new Refused("evidence.nothing", "Send the scanned paper, or write number and place of the original.", "file");
        }

        var piece = new ProposalEvidence(Guid.CreateVersion7(), before.Count + 1, text, null, null, null, null, change.Now);
        if (input.Content is { } content)
        {
            var (kind, bytes) = await DocumentKind.ReadAsync(content, input.FileName ?? "", ct);
            piece = piece with { Name = FileStore.CleanName(input.FileName ?? ""), ContentType = kind.ContentType, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)), Length = bytes.Length };
            if (before.Any(e => e.Sha256 == piece.Sha256 && e.Text == piece.Text))
            {
                return proposal;
            }

            await files.SaveAsync(piece.PlaceIn(module), bytes, ct);
        }

        proposal.Evidence = JsonSerializer.Serialize(before.Append(piece), SpmisJson.Options);
        proposal.Hash = proposal.HashOf(proposal.Shown);
        proposal.Version++;
        db.RecordBulk(change, nameof(Proposal), proposal.Id.ToString(CultureInfo.InvariantCulture), new { added = piece, proposal.Hash });
        await db.SaveAsync(change, ct);
        return proposal;
    }

    private static void Check(Proposal proposal, IReadOnlyList<ProposalEvidence> before, Change change)
    {
        if (!change.Actor.IsSamePersonAs(proposal.PreparedById, proposal.PreparedByStaff))
        {
            throw new Refused("evidence.not-yours", $"{proposal.PreparedBy} prepared '{proposal.Title}' and adds its evidence; ask for it, or reject the proposal with the reason.");
        }

        if (proposal.DecidedAt is not null || proposal.StepsTaken > 0)
        {
            throw new Refused("evidence.late", $"'{proposal.Title}' was decided{(proposal.DecidedAt is null ? " in part" : "")} on what was shown; nothing is added afterwards. Have it rejected, and prepare it again with the evidence.");
        }

        if (before.Count >= Most)
        {
            throw new Refused("evidence.many", $"A proposal has at most {Most} pieces of evidence. Put pages of one paper into one PDF.");
        }
    }
}

/// <summary>Hands a document of a proposal to who may see the proposal; who took it is in the history and, where the proposal names persons, on the record of reads.</summary>
/// <param name="services">To find the module's database.</param>
/// <param name="files">Where documents are kept.</param>
public sealed class OpenEvidence(IServiceProvider services, SealedFiles files)
{
    /// <summary>Opens it.</summary>
    /// <exception cref="Refused">There is no such proposal or document, or it is not the one that was added.</exception>
    public async Task<(byte[] Content, string ContentType, string Name)> HandleAsync(string module, long id, int number, Change change, CancellationToken ct)
    {
        var db = services.GetRequiredKeyedService<ModuleDb>(module);
        var proposal = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refused("proposal.unknown", $"There is no proposal {id} in {module}.");
        if (proposal.ReadEvidence().FirstOrDefault(e => e.Number == number) is not { Sha256: { } sha, ContentType: { } type, Name: { } name } piece)
        {
            throw new Refused("evidence.no-file", $"'{proposal.Title}' has no document {number}.");
        }

        var content = await files.OpenSameAsync(piece.PlaceIn(module), sha, ct) ?? throw new Refused("evidence.changed", $"The document {number} of '{proposal.Title}' is not the one that was added. Reject the proposal, and have the files looked into.");
        db.RecordBulk(change, nameof(Proposal), proposal.Id.ToString(CultureInfo.InvariantCulture), new { read = name, number, sha });
        await db.SaveAsync(change, ct);
        return (content, type, name);
    }
}
