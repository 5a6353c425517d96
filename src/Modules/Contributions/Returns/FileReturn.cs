using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Takeover;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Returns;

/// <summary>A return as an employer hands it in.</summary>
public sealed record NewReturn
{
    public required string EmployerNumber { get; init; }

    public required Month Month { get; init; }

    public required ReturnKind Kind { get; init; }

    /// <summary>The scheme; may be left out where there is only one.</summary>
    public string? Scheme { get; init; }

    /// <summary>The filing layout, by its profile's name; null to have it recognised.</summary>
    public string? Profile { get; init; }

    /// <summary>The file; null for a nil return. Stays the caller's.</summary>
    public Stream? File { get; init; }

    public string FileName { get; init; } = "return.csv";

    /// <summary>Its length, if the sender told it, so that half a file is noticed.</summary>
    public long? Length { get; init; }

    /// <summary>The sender sees to it that it is filed once (a draft is submitted once): the same bytes may then be another correction, back to an earlier wage.</summary>
    public bool OnceBySender { get; init; }
}

/// <summary>Where the return is.</summary>
/// <param name="ReturnId">The return.</param>
/// <param name="RunId">The run with its verdicts; null for a nil return.</param>
/// <param name="AlreadyFiled">These very bytes were filed before; nothing was done.</param>
/// <param name="Note">In words.</param>
public sealed record ReturnFiled(Guid ReturnId, long? RunId, bool AlreadyFiled, string Note);

/// <summary>Files a return. A small file is read and, when every worker is known, assessed in the same transaction; a large one becomes a run.</summary>
public sealed class FileReturn(ContributionsDb db, FileStore files, ProveReturn proving, EmployerReferences references, ReadReturn reading, AssessReturn assessment, ReplaceEstimate estimates, HeldMonths held)
{
    public const string RunKind = "contributions.return";

    /// <summary>Up to this many bytes (several hundred lines) the employer waits for the verdict instead of for a run.</summary>
    private const int SmallFile = 96 * 1024;

    public async Task<ReturnFiled> HandleAsync(NewReturn input, Change change, CancellationToken ct)
    {
        var (employer, scheme, rules) = await proving.ForWhomAsync(input, change, ct);
        var file = await KeepAsync(input, ct);
        if (file is not null && !input.OnceBySender && await FiledBeforeAsync(employer, input, scheme, file, ct) is { } before)
        {
            return before;
        }

        // Everything that can be wrong with the file as a whole is found here, before there is a return.
        var proved = file is null ? null : await proving.FileAsync(input, employer, rules, () => files.Open(file.Sha256), dryRun: false, ct);
        ReturnFiled? filed = null;
        await db.WriteAsync(async () => filed = await AddAsync(input, employer, scheme, rules, file, proved, change, ct), ct);
        return filed ?? throw new InvalidOperationException("The transaction ended without a return.");
    }

    private async Task<StoredFile?> KeepAsync(NewReturn input, CancellationToken ct)
    {
        if (input.Kind == ReturnKind.Nil)
        {
            return input.File is null ? null : throw new Refused("return.nil-with-file", "A nil return says that nobody worked; it has no file. Choose another kind, or leave the file out.", "file");
        }

        if (input.File is null)
        {
            throw new Refused("return.no-file", "Choose the file with the workers' wages.", "file");
        }

        return await files.SaveAsync(input.File, input.FileName, input.Length, ct);
    }

    private async Task<ReturnFiled?> FiledBeforeAsync(EmployerCopy employer, NewReturn input, string scheme, StoredFile file, CancellationToken ct)
    {
        var before = await db.Set<Return>().AsNoTracking()
            .FirstOrDefaultAsync(r => r.EmployerId == employer.EmployerId && r.Month == input.Month && r.Scheme == scheme && r.Slot != null && r.FileSha == file.Sha256, ct);
        return before is null ? null : new ReturnFiled(
            before.Id, before.RunId, true, $"This very file was filed on {before.FiledAt:yyyy-MM-dd} as the {Word(before.Kind)} return of {before.Month}; nothing was counted twice.");
    }

    private async Task<ReturnFiled> AddAsync(NewReturn input, EmployerCopy employer, string scheme, SchemeRules rules, StoredFile? file, ProvedReturn? proved, Change change, CancellationToken ct)
    {
        var filed = new Return
        {
            Id = Guid.CreateVersion7(),
            EmployerId = employer.EmployerId,
            EmployerNumber = employer.EmployerNumber,
            Month = input.Month,
            Scheme = scheme,
            Kind = input.Kind,
            Slot = await SlotAsync(input, employer, scheme, change, ct),
            PackageHash = rules.Scheme.Hash,
            Currency = rules.Currency.Code,
            FileSha = file?.Sha256,
            FileName = file?.Name,
            Profile = proved?.Profile.Name,
            EmployerReference = proved?.EmployerReference,
            FiledAt = change.Now,
            FiledBy = change.Actor.Name,
            BillId = Guid.CreateVersion7(),
        };
        db.Add(filed);
        if (proved is not null)
        {
            await references.LearnAsync(proved.Profile, employer, proved.EmployerReference, change, ct);
        }

        if (file is null)
        {
            (filed.ReadAt, filed.AssessedAt) = (change.Now, change.Now);
            await db.SaveAsync(change, ct);
            await estimates.ForReturnAsync(filed, change, ct);
            return new ReturnFiled(filed.Id, null, false, $"The nil return of {filed.Month} is filed.");
        }

        var run = Run.Of(RunKind, filed.Id.ToString("N"), $"Return {filed.EmployerNumber} {filed.Month} ({Word(filed.Kind)})", new ReturnRunInput(filed.Id), change, filed.EmployerNumber, local: true);
        db.Runs.Add(run);
        var small = file.Length <= SmallFile;
        if (small)
        {
            run.FinishedAt = change.Now; // Everything is done in this transaction: no worker needs to pick it up.
        }

        await db.SaveAsync(change, ct);
        filed.RunId = run.Id;
        if (small)
        {
            await reading.AllAsync(filed, run, change, ct);
            await assessment.WhenReadyAsync(filed, change, ct);
        }

        await db.SaveAsync(change, ct);
        return new ReturnFiled(filed.Id, run.Id, false, small ? $"{filed.Lines} lines read, {filed.Refused} refused." : "The file is being read.");
    }

    /// <summary>The place of this return in the month; frees that of an original that brought nothing, as long as no other return of the month did or may.</summary>
    private async Task<string> SlotAsync(NewReturn input, EmployerCopy employer, string scheme, Change change, CancellationToken ct)
    {
        var earlier = await db.Set<Return>().Where(r => r.EmployerId == employer.EmployerId && r.Month == input.Month && r.Scheme == scheme).ToListAsync(ct);
        var original = earlier.SingleOrDefault(r => r.Slot == "original");
        if (input.Kind is ReturnKind.Supplementary or ReturnKind.Correction)
        {
            var word = Word(input.Kind);
            // A month that an old system handed on has lines to correct, and no return of ours.
            return original is not null || (await held.TakenOverAsync(employer.EmployerId, employer.EmployerNumber, scheme, [input.Month], ct)).Count > 0
                ? $"{word}:{earlier.Count(r => r.Kind == input.Kind) + 1}"
                : throw new Refused("return.no-original", $"There is no return of {input.Month} yet to which this could be a {word}; file it as the original.", "kind");
        }

        if (earlier.Count == 0)
        {
            return "original"; // The first of the month, as nearly all are.
        }

        var ofMonth = db.Set<Return>().AsNoTracking().Where(r => r.EmployerId == employer.EmployerId && r.Month == input.Month && r.Scheme == scheme);
        if (await ofMonth.Came().OrderBy(r => r.FiledAt).FirstOrDefaultAsync(ct) is { } came)
        {
            throw new Refused("return.filed-already", $"The return of {input.Month} was filed on {came.FiledAt:yyyy-MM-dd}. File a correction to replace lines of it, or a supplementary return for workers left out.", "kind");
        }

        if (await ofMonth.OnTheirWay(db.Runs).OrderBy(r => r.FiledAt).FirstOrDefaultAsync(ct) is { } onItsWay)
        {
            throw new Refused("return.filed-already", $"A return of {input.Month} was filed on {onItsWay.FiledAt:yyyy-MM-dd} and is being read. Wait for its verdict.", "kind");
        }

        if (original is not null)
        {
            original.Slot = null;
            await db.SaveAsync(change, ct);
        }

        return "original";
    }

    internal static string Word(ReturnKind kind) => kind switch
    {
        ReturnKind.Original => "original",
        ReturnKind.Supplementary => "supplementary",
        ReturnKind.Correction => "correction",
        ReturnKind.LawChange => "law change",
        _ => "nil",
    };
}

/// <summary>What the run needs.</summary>
/// <param name="ReturnId">The return.</param>
public sealed record ReturnRunInput(Guid ReturnId);
