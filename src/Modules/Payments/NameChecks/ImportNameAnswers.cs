using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Payments.Reconciliation;

namespace Spmis.Payments.NameChecks;

/// <summary>Takes in an agency's answer to a list: a CSV with <c>check_reference</c> and <c>account_holder</c> (the name the account is in) or <c>result</c> (match, no-match, unknown). A run reads it. The same content a second time does nothing.</summary>
public sealed class ImportNameAnswers(PaymentsDb db, FileStore store)
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.name-answers";

    /// <summary>Bytes a file may have.</summary>
    public const long MostBytes = 64L * 1024 * 1024;

    internal const string Reference = "check_reference";
    internal const string Holder = "account_holder";
    internal const string Result = "result";
    internal const string Account = "account";

    internal static readonly TabularFormat Format = new()
    {
        Columns = [new(Reference, Required: true, "reference"), new(Holder, false, "holder", "account_name", "name_on_account", "holder_name"), new(Result, false, "match", "status"), new(Account, false, "account_number"), new("name")],
    };

    /// <summary>Keeps the file and starts its run.</summary>
    /// <exception cref="Refused">The agency is unknown, or the file is no such table.</exception>
    public async Task<StatusFileTaken> HandleAsync(StatusUpload input, Change change, CancellationToken ct)
    {
        change.Actor.DemandNation();
        var agency = await ImportStatusFile.AgencyAsync(db, input.Agency, change.Actor, ct);
        RefuseTooLarge(input.Length ?? 0);
        var kept = await store.SaveAsync(input.Content, input.FileName, input.Length, ct);
        RefuseTooLarge(kept.Length);

        var known = db.NameAnswerFiles.AsNoTracking().Where(f => f.Agency == agency && f.Sha256 == kept.Sha256);
        if (await known.SingleOrDefaultAsync(ct) is { } before)
        {
            return new(before.Id, before.RunId, true);
        }

        await using (var content = store.Open(kept.Sha256))
        {
            var table = await TabularFile.OpenAsync(content, Format, ct);
            if (!table.Headings.Any(h => TabularHeadings.Find(Format, h)?.Name is Holder or Result))
            {
                throw new Refused("name-check.columns", "The file has neither a column 'account_holder' nor 'result'; one of them must say whose account it is.", "file");
            }
        }

        var file = new NameAnswerFile { Agency = agency, Sha256 = kept.Sha256, Name = kept.Name.Length > 200 ? kept.Name[..200] : kept.Name, ReceivedAt = change.Now, ReceivedById = change.Actor.Id, ReceivedBy = change.Actor.Name };
        try
        {
            await db.WriteAsync(
                async () =>
                {
                    db.NameAnswerFiles.Add(file);
                    await db.SaveAsync(change, ct);
                    var run = Run.Of(NameAnswerWorker.RunKind, $"{agency}:{kept.Sha256}", $"Name checks of {agency}: {file.Name}", new NameAnswerInput(file.Id), change);
                    db.Runs.Add(run);
                    await db.SaveAsync(change, ct);
                    file.RunId = run.Id;
                    await db.SaveAsync(change, ct);
                },
                ct);
        }
        catch (Refused refused) when (refused.Code == "exists-already")
        {
            var first = await known.SingleAsync(ct); // Sent twice at once; the other one was faster.
            return new(first.Id, first.RunId, true);
        }

        return new(file.Id, file.RunId, false);
    }

    private static void RefuseTooLarge(long bytes)
    {
        if (bytes > MostBytes)
        {
            throw new Refused("file.too-large", "The file has more than 64 MB; send it in parts.", "file");
        }
    }
}

/// <summary>What the run that reads answers needs.</summary>
internal sealed record NameAnswerInput(long FileId);
