using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Secrets;

namespace Spmis.Eligibility.Evidence;

/// <summary>A paper to save: never shown inside the portal.</summary>
/// <param name="Content">The content.</param>
/// <param name="ContentType">PDF, JPEG or PNG, as found when it came.</param>
/// <param name="Name">The sender's name for it.</param>
public sealed record Document(Stream Content, string ContentType, string Name);

/// <summary>Hands out a paper, and writes down who took it, in the history and on the record of reads: it may be a medical one.</summary>
/// <param name="db">The module's database.</param>
/// <param name="papers">Where papers are kept, sealed.</param>
/// <param name="files">Where those from before lie until they are sealed.</param>
/// <param name="shown">Told whose paper the answer shows.</param>
public sealed class OpenDocument(EligibilityDb db, SealedFiles papers, FileStore files, PersonsShown shown)
{
    /// <summary>Opens it.</summary>
    /// <exception cref="Refused">No such paper, or no file was kept of it.</exception>
    public async Task<Document> HandleAsync(Guid id, Change change, CancellationToken ct)
    {
        var item = await db.Evidence.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) ?? throw new Refused("evidence.unknown-item", "There is no such paper.");
        if (item is not { Sha256: { } sha, ContentType: { } type, FileName: { } name })
        {
            throw new Refused("evidence.no-file", $"No file was kept of this paper; the original is {item.Reference}.");
        }

        Stream content = papers.Has(item.Place)
            ? new MemoryStream(await papers.OpenSameAsync(item.Place, sha, ct) ?? throw new Refused("evidence.changed", "The paper is not the one that came. Have the files looked into."))
            : files.Open(sha);
        shown.Add(await db.Claims.Where(c => c.Id == item.ClaimId).Select(c => c.PersonNumber).SingleAsync(ct));
        db.RecordBulk(change, nameof(EvidenceItem), item.Id.ToString(), new { read = name, item.Kind });
        await db.SaveAsync(change, ct);
        return new Document(content, type, name);
    }
}
