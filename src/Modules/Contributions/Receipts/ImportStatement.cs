using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Receipts;

/// <summary>A statement as the bank or the mobile-money operator sent it: camt.053, camt.054 (02 to 13), MT940 or the operator's CSV; which of them is seen from its content.</summary>
public sealed record NewStatement
{
    /// <summary>The file. Stays the caller's.</summary>
    public required Stream File { get; init; }

    public string FileName { get; init; } = "statement";

    /// <summary>Its length, if the sender told it, so that half a file is noticed.</summary>
    public long? Length { get; init; }
}

/// <summary>Where the statement is.</summary>
/// <param name="StatementId">The statement file.</param>
/// <param name="RunId">The run with its verdicts.</param>
/// <param name="AlreadyImported">These very bytes were imported before; nothing was done.</param>
/// <param name="Note">In words.</param>
public sealed record StatementImported(Guid StatementId, long RunId, bool AlreadyImported, string Note);

/// <summary>Imports a statement: proves it first (whole, balances fit), then a run takes its lines.</summary>
public sealed class ImportStatement(ContributionsDb db, SchemeBook schemes, FileStore files)
{
    public const string RunKind = "contributions.receipts";

    public async Task<StatementImported> HandleAsync(NewStatement input, Change change, CancellationToken ct)
    {
        if (change.Actor.Employer is not null)
        {
            throw new Refused("access.statements", "Statements of our accounts are imported by the office.");
        }

        await schemes.CurrenciesAsync(ct);
        var file = await files.SaveAsync(input.File, input.FileName, input.Length, ct);
        if (await BeforeAsync(file, change, ct) is { } before)
        {
            return before;
        }

        var (format, balances) = await ProveAsync(file, ct);
        var statement = new StatementFile { Id = Guid.CreateVersion7(), Sha = file.Sha256, Name = file.Name, Format = format, ImportedAt = change.Now, ImportedBy = change.Actor.Name };
        var run = Run.Of(RunKind, file.Sha256, $"Receipts of {file.Name}", new ReceiptsRunInput(statement.Id, file.Sha256, format), change);
        await db.WriteAsync(
            async () =>
            {
                db.Runs.Add(run);
                await db.SaveAsync(change, ct);
                statement.RunId = run.Id;
                db.Add(statement);
                db.AddRange(balances.Select(b => b.Of(statement.Id)).DistinctBy(b => (b.Account, b.StatementId)));
                await db.SaveAsync(change, ct);
            },
            ct);
        return new StatementImported(statement.Id, run.Id, false, $"{format}: its lines are being taken.");
    }

    private async Task<StatementImported?> BeforeAsync(StoredFile file, Change change, CancellationToken ct)
    {
        var before = await db.Set<StatementFile>().AsNoTracking().SingleOrDefaultAsync(s => s.Sha == file.Sha256, ct);
        if (before?.RunId is not { } runId)
        {
            return null;
        }

        var run = await db.Runs.SingleAsync(r => r.Id == runId, ct);
        if (run.FailedAt is null)
        {
            return new StatementImported(before.Id, runId, true, $"This very file was imported on {before.ImportedAt:yyyy-MM-dd} as {before.Name}; nothing was counted twice.");
        }

        // It broke off: what was applied stays, and the run goes on behind it.
        (run.FailedAt, run.Problem, run.QueuedAt) = (null, null, null);
        await db.SaveAsync(change, ct);
        return new StatementImported(before.Id, runId, true, "This file broke off earlier; the import goes on where it stopped.");
    }

    /// <summary>Everything that can be wrong with the file as a whole is found here, before any line is applied.</summary>
    private async Task<(string Format, IReadOnlyList<ProvedBalance> Balances)> ProveAsync(StoredFile file, CancellationToken ct)
    {
        await using var content = files.Open(file.Sha256);
        if (await MarkupFile.IsAsync(content, ct))
        {
            var proof = await BankLines.ProveAsync(content, ct);
            return (proof.Format, [.. proof.Checks.Select(ProvedBalance.Of).OfType<ProvedBalance>()]);
        }

        if (await Mt940File.LooksAsync(content, ct))
        {
            return (Mt940Lines.Format, [.. (await Mt940Lines.ProveAsync(content, ct)).Select(ProvedBalance.Of)]);
        }

        await TabularFile.OpenAsync(content, MobileMoneyLines.Format, ct);
        return (MobileMoneyLines.Account, []);
    }
}

/// <summary>What the run needs.</summary>
/// <param name="StatementId">The statement file.</param>
/// <param name="Sha">Its content.</param>
/// <param name="Format">What it is.</param>
public sealed record ReceiptsRunInput(Guid StatementId, string Sha, string Format);
