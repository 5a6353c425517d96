using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Registration.Imports;

namespace Spmis.Registration.Associations;

/// <summary>What a list of members works on; begins like the input of every import.</summary>
internal sealed record MemberListInput(string Sha256, string FileName, string? Source, Guid AssociationId, Guid? CensusId = null);

/// <summary>Takes a list of members to be enrolled in an association. The same file for the same association twice is done once.</summary>
/// <param name="db">The register.</param>
/// <param name="read">Finds the association.</param>
/// <param name="files">Where the file is kept.</param>
public sealed class StartMemberList(RegistrationDb db, ReadAssociation read, FileStore files)
{
    /// <summary>Keeps the file, looks at its head and starts the run.</summary>
    /// <param name="association">Number of the association.</param>
    /// <param name="content">CSV or XLSX: number, national_id, given_name, family_name, birth_date, member_number, role, from.</param>
    /// <param name="name">The sender's name for it.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such association, or the file is empty, no table, or has none of the columns.</exception>
    public async Task<StartedImport> HandleAsync(string association, Stream content, string name, Change change, CancellationToken ct)
    {
        var found = await read.HandleAsync(association, ct);
        CloseAssociation.DemandOpen(found);
        var file = await files.SaveTableAsync(content, name, ct);
        await CheckAsync(files, file.Sha256, ct);

        // Local: it enrols in an association its starter sees, and says of a person no more than that the number is known.
        var run = Run.Of(EnrolMembersWorker.RunKind, $"{found.Number}:{file.Sha256}", $"Members of {found.Name}: {file.Name}", new MemberListInput(file.Sha256, file.Name, null, found.Id), change, local: true);
        if (await db.Runs.Where(r => r.Key == run.Key).Select(r => (long?)r.Id).SingleOrDefaultAsync(ct) is { } before)
        {
            return new StartedImport(before, true);
        }

        db.Add(run);
        await db.SaveAsync(change, ct);
        return new StartedImport(run.Id, false);
    }

    /// <summary>Refuses a file that cannot be a list before a run is made.</summary>
    internal static async Task CheckAsync(FileStore files, string sha, CancellationToken ct)
    {
        await using (var opened = files.Open(sha))
        {
            await TabularFile.CheckAsync(opened, MemberRow.Format, ct);
        }

        await using var content = files.Open(sha);
        var table = await TabularFile.OpenAsync(content, MemberRow.Format, ct);
        await foreach (var row in table.ReadAsync(1, ct))
        {
            if (!row.Has("number") && !row.Has("national_id") && !row.Has("given_name"))
            {
                throw new Refused("members.columns", "The file has none of the columns number, national_id or given_name; nobody could be known by it.", "file");
            }

            break;
        }
    }
}
