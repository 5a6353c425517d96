using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Record;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Returns;

/// <summary>What filing a file would bring.</summary>
public sealed record CheckedReturn
{
    public required Profile Profile { get; init; }

    /// <summary>Whether the layout was recognised, not named.</summary>
    public required bool Recognised { get; init; }

    public long Lines { get; set; }

    public long Accepted { get; set; }

    public long Refused { get; set; }

    /// <summary>Workers the register would be asked about; they count as accepted in the sums.</summary>
    public long Unknown { get; set; }

    /// <summary>Sums over the lines that would not be refused.</summary>
    public Money Wages { get; set; }

    public Money Base { get; set; }

    public Money EmployeeShare { get; set; }

    public Money EmployerShare { get; set; }

    /// <summary>Of a correction: what is due so far of the workers it names.</summary>
    public Money Before { get; set; }

    /// <summary>What third payers would take on, by programme, of the workers the register knows.</summary>
    public IReadOnlyList<PreviewedSubsidy> Subsidies { get; set; } = [];

    /// <summary>What the return would add to what is due; negative when a correction takes off.</summary>
    public Money Due => EmployeeShare + EmployerShare - Before;

    public Money Subsidised => new(Subsidies.Sum(s => s.Minor), Wages.Currency);

    /// <summary>What the employer would be billed, or, negative, get back.</summary>
    public Money Owed => Due - Subsidised;

    /// <summary>What is wrong, the first 1,000 reasons.</summary>
    public List<LineProblem> Problems { get; } = [];

    public IReadOnlyList<LineProblem> Warnings { get; init; } = [];

    /// <summary>What the law makes of the lines that would not be refused, the first 1,000.</summary>
    public List<CheckedLine> Workers { get; } = [];
}

/// <summary>A line that would be accepted.</summary>
/// <param name="Line">Line of the file.</param>
/// <param name="PersonId">The worker; null when the register would be asked.</param>
/// <param name="WageMinor">The wage.</param>
/// <param name="Shares">Base and contributions.</param>
/// <param name="SubsidisedMinor">What third payers would take on of it, in minor units; null of who never had a contribution with this employer. It follows from where a person lives, their age and what others had of it already, which an employer does not learn by typing a number; it is in the sums only.</param>
public sealed record CheckedLine(long Line, Guid? PersonId, long WageMinor, Shares Shares, long? SubsidisedMinor);

/// <summary>Dry run: reads a return file as filing it would, and changes nothing; the file is not kept either.</summary>
public sealed class CheckReturn(ContributionsDb db, ProveReturn proving, JudgeLines judge, PreviewSubsidies subsidies)
{
    private const int MostProblems = 1000;

    /// <exception cref="Refused">Filing it would be refused as a whole.</exception>
    public async Task<CheckedReturn> HandleAsync(NewReturn input, Change change, CancellationToken ct)
    {
        var (employer, scheme, rules) = await proving.ForWhomAsync(input, change, ct);
        if (input.File is null)
        {
            throw new Refused("return.no-file", "Choose the file with the workers' wages.", "file");
        }

        var path = Path.Combine(Path.GetTempPath(), $"spmis-{Guid.CreateVersion7():N}");
        await using var kept = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        await input.File.CopyToAsync(kept, ct);
        await kept.FlushAsync(ct);
        FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var proved = await proving.FileAsync(input, employer, rules, Open, dryRun: true, ct);
        var context = new ReturnContext(proved.Profile, new EmployerNames(employer.EmployerNumber, proved.EmployerReference), input.Month, rules);
        var found = new CheckedReturn
        {
            Profile = proved.Profile, Recognised = string.IsNullOrWhiteSpace(input.Profile), Warnings = proved.Proof.Warnings,
            Wages = Money.Zero(rules.Currency), Base = Money.Zero(rules.Currency), EmployeeShare = Money.Zero(rules.Currency), EmployerShare = Money.Zero(rules.Currency), Before = Money.Zero(rules.Currency),
        };
        var preview = subsidies.Of(employer.EmployerId, scheme, input.Month, input.Kind == ReturnKind.Correction);
        await JudgeAsync(context, Open, found, (preview, employer.EmployerId), ct);
        found.Subsidies = preview.Subsidies;
        return found;
    }

    private async Task JudgeAsync(ReturnContext context, Func<Stream> open, CheckedReturn found, (SubsidyPreview Subsidies, Guid Employer) of, CancellationToken ct)
    {
        var session = context.Rules.Open();
        TakenWorkers taken = new([], []);
        List<ProfileRow> rows = [];
        await foreach (var row in new ProfileFile(context.Profile, open).ReadAsync(ct))
        {
            if (row.Record.Kind == RecordKind.Line)
            {
                rows.Add(row);
            }

            if (rows.Count == ReadReturn.ChunkLines)
            {
                await ChunkAsync(context, session, rows, taken, found, of, ct);
                rows = [];
            }
        }

        if (rows.Count > 0)
        {
            await ChunkAsync(context, session, rows, taken, found, of, ct);
        }
    }

    private async Task ChunkAsync(ReturnContext context, SchemeRules.Session session, List<ProfileRow> rows, TakenWorkers taken, CheckedReturn found, (SubsidyPreview Subsidies, Guid Employer) of, CancellationToken ct)
    {
        List<CheckedLine> accepted = [];
        foreach (var line in await judge.HandleAsync(context, rows, (_, _) => Task.FromResult(taken), ct))
        {
            found.Lines++;
            if (line.Verdict == LineVerdict.Refused)
            {
                found.Refused++;
                found.Problems.AddRange(line.Problems.Take(MostProblems - found.Problems.Count));
                continue;
            }

            (found.Accepted, found.Unknown) = line.Verdict == LineVerdict.Accepted ? (found.Accepted + 1, found.Unknown) : (found.Accepted, found.Unknown + 1);
            var (shares, currency) = (session.Assess(context.Month, line.Sent.WageMinor), context.Rules.Currency);
            accepted.Add(new CheckedLine(line.Sent.Line, line.PersonId, line.Sent.WageMinor, shares, 0));
            found.Wages += new Money(line.Sent.WageMinor, currency);
            found.Base += new Money(shares.BaseMinor, currency);
            found.EmployeeShare += new Money(shares.EmployeeMinor, currency);
            found.EmployerShare += new Money(shares.EmployerMinor, currency);
        }

        // One line a worker: a second one is refused.
        var drawn = await of.Subsidies.AddAsync(accepted.Where(l => l.PersonId is not null).ToDictionary(l => l.PersonId ?? default, l => l.Shares.TotalMinor), ct);
        found.Before += new Money(drawn.Values.Sum(d => d.BeforeMinor), context.Rules.Currency);
        var own = await OwnAsync([.. drawn.Keys], of.Employer, ct);
        found.Workers.AddRange(accepted.Take(MostProblems - found.Workers.Count).Select(l => l with { SubsidisedMinor = l.PersonId is { } person && own.Contains(person) ? drawn[person].SubsidisedMinor : null }));
    }

    /// <summary>Of at most 1,000 persons those who had a contribution with the employer in any month.</summary>
    private async Task<HashSet<Guid>> OwnAsync(List<Guid> persons, Guid employer, CancellationToken ct) =>
        [.. await db.Set<Contribution>().AsNoTracking().Where(c => persons.Contains(c.PersonId) && c.EmployerId == employer).Select(c => c.PersonId).Distinct().ToListAsync(ct)];
}
