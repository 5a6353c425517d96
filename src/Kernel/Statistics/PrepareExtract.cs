using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;

namespace Spmis.Kernel.Statistics;

/// <summary>An extract to be made.</summary>
public sealed record NewExtract
{
    /// <summary>The set.</summary>
    public required string Set { get; init; }

    /// <summary>Its form.</summary>
    public required ExtractForm Form { get; init; }

    /// <summary>Names of columns, the most important first: 1 to 4 for a table, 1 to 8 for records.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The project: 3 to 40 small letters, digits and dashes.</summary>
    public required string Project { get; init; }

    /// <summary>For what.</summary>
    public required string Purpose { get; init; }

    /// <summary>Who gets it.</summary>
    public required string Recipient { get; init; }

    /// <summary>By which law or agreement, with its date.</summary>
    public required string LegalBasis { get; init; }

    /// <summary>What fewer persons than this make up is shown nowhere: 3 to 1,000.</summary>
    public required int SmallestCell { get; init; }

    /// <summary>Last day on which the file may be fetched; tomorrow or later, at most five years ahead.</summary>
    public required DateOnly KeepUntil { get; init; }

    /// <summary>Who prepared it; said by the act itself.</summary>
    public string PreparedBy { get; init; } = "";
}

/// <summary>Prepares an extract for statistics; a second person approves it, and it is made by a run. The approver sees what else the project has and what the set gave elsewhere, since several extracts together tell more than one.</summary>
/// <param name="module">The module whose set it is.</param>
/// <param name="services">To find its database and sets.</param>
public sealed partial class PrepareExtract(string module, IServiceProvider services) : IProposedAct
{
    /// <summary>The act's name, the same in every module.</summary>
    public const string Act = "statistics.extract";

    /// <summary>Columns of a table, at most.</summary>
    public const int MostDimensions = 4;

    /// <summary>Columns of records, at most.</summary>
    public const int MostColumns = 8;

    /// <summary>The smallest cell that is usual, and the least that may be asked for.</summary>
    public const int UsualSmallest = 5, LeastSmallest = 3;

    private const int MostSmallest = 1_000;
    private const int MostYears = 5;
    private const int Longest = 400;

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">What is wrong, in which field.</exception>
    public async Task<Proposal> ProposeAsync(NewExtract input, Change change, CancellationToken ct)
    {
        change.Actor.DemandNation();
        var clean = input with { Purpose = input.Purpose.Trim(), Recipient = input.Recipient.Trim(), LegalBasis = input.LegalBasis.Trim(), Project = input.Project.Trim(), PreparedBy = change.Actor.Name };
        Check(clean, change.Today);
        await DemandNoRecordsAsync(clean, ct);
        return await services.GetRequiredService<FourEyes>().ProposeAsync(module, Act, $"{clean.Project}/{clean.Set}", $"Extract for statistics: {clean.Set} for {clean.Recipient}", clean, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        return
        [
            new("Set", null, input.Set), new("Form", null, input.Form.ToString()), new("Columns", null, string.Join(", ", input.Columns)), new("Project", null, input.Project),
            new("Purpose", null, input.Purpose), new("Recipient", null, input.Recipient), new("Legal basis", null, input.LegalBasis),
            new("Smallest cell", null, input.SmallestCell.ToString(CultureInfo.InvariantCulture)), new("Kept until", null, input.KeepUntil.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            new("Extracts of the project so far", null, await ListAsync(Db.StatisticsExtracts.Where(e => e.Project == input.Project), ct)),
            new("Together with these, somebody may reckon back what is hidden", null, await ListAsync(Beside(input), ct)),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        Check(input, change.Today);
        await DemandNoRecordsAsync(input, ct);
        var extract = new StatisticsExtract
        {
            Set = input.Set, Form = input.Form, Columns = StatisticsCell.Write(input.Columns), Project = input.Project, Purpose = input.Purpose, Recipient = input.Recipient, LegalBasis = input.LegalBasis,
            SmallestCell = input.SmallestCell, AsOf = change.Today, KeepUntil = input.KeepUntil, PreparedBy = input.PreparedBy, ApprovedBy = change.Actor.Name, ApprovedAt = change.Now,
        };
        await Db.WriteAsync(
            async () =>
            {
                Db.StatisticsExtracts.Add(extract);
                await Db.SaveAsync(change, ct);
                var run = Run.Of(MakeExtract.KindOf(module), extract.Id.ToString(CultureInfo.InvariantCulture), $"Extract for statistics: {input.Set}", new ExtractInput(extract.Id), change);
                run.Total = await Set(input.Set).CountAsync(ct);
                Db.Runs.Add(run);
                await Db.SaveAsync(change, ct);
            },
            ct);
    }

    private ModuleDb Db => services.GetRequiredKeyedService<ModuleDb>(module);

    private IStatisticsSet Set(string name) => services.GetServices<IStatisticsSet>().SingleOrDefault(s => s.Module == module && s.Name == name) ?? throw new Refused("statistics.set-unknown", $"{module} has no set '{name}' for statistics.", "set");

    /// <summary>Earlier extracts of the set that are not the same again: other columns, another form or smallest cell. One column in common is enough to subtract.</summary>
    private IQueryable<StatisticsExtract> Beside(NewExtract input)
    {
        var columns = StatisticsCell.Write(input.Columns);
        return Db.StatisticsExtracts.Where(e => e.Set == input.Set && (e.Columns != columns || e.Form != input.Form || e.SmallestCell != input.SmallestCell));
    }

    private static async Task<string> ListAsync(IQueryable<StatisticsExtract> which, CancellationToken ct)
    {
        const int shown = 10;
        var found = await which.AsNoTracking().OrderByDescending(e => e.Id).Take(shown).ToListAsync(ct);
        var more = found.Count < shown ? 0 : await which.CountAsync(ct) - shown;
        return found.Count == 0 ? "none" : string.Join("; ", found.Select(e => $"{e.Id}: {e.Form} of {e.Set} by {string.Join(", ", e.ReadColumns())}, {e.AsOf:yyyy-MM-dd}, for {e.Recipient}")) + (more > 0 ? $"; and {more} more" : "");
    }

    private async Task DemandNoRecordsAsync(NewExtract input, CancellationToken ct)
    {
        if (input.Form == ExtractForm.Records && await Db.StatisticsExtracts.AnyAsync(e => e.Project == input.Project && e.Form == ExtractForm.Records, ct))
        {
            // Two files of one project would be put together by the pseudonym, into combinations that nobody looked at.
            throw new Refused("statistics.project-has-records", $"The project '{input.Project}' has records already; take another project, whose pseudonyms are others.", "project");
        }
    }

    private void Check(NewExtract input, DateOnly today)
    {
        var set = Set(input.Set);
        var most = input.Form == ExtractForm.Table ? MostDimensions : MostColumns;
        if (!Enum.IsDefined(input.Form))
        {
            throw new Refused("statistics.form", "Choose a table or records.", "form");
        }

        if (input.Form == ExtractForm.Records && !set.OnePerPerson)
        {
            throw new Refused("statistics.no-records", $"Of '{input.Set}' a person has several rows, which together would be a fingerprint; choose a table.", "form");
        }

        if (input.Columns.Count is 0 || input.Columns.Count > most || input.Columns.Distinct().Count() != input.Columns.Count)
        {
            throw new Refused("statistics.columns", $"Choose 1 to {most} different columns.", "columns");
        }

        if (input.Columns.FirstOrDefault(c => set.Columns.All(s => s.Name != c)) is { } unknown)
        {
            throw new Refused("statistics.column-unknown", $"'{input.Set}' has no column '{unknown}'; it has {string.Join(", ", set.Columns.Select(c => c.Name))}.", "columns");
        }

        if (!ProjectName().IsMatch(input.Project))
        {
            throw new Refused("statistics.project", "Write the project as 3 to 40 small letters, digits and dashes, such as living-standards-2026.", "project");
        }

        Said(input.Purpose, "purpose", "Say for what the extract is used");
        Said(input.Recipient, "recipient", "Say who gets it");
        Said(input.LegalBasis, "legalBasis", "Name the law or agreement with its date");
        if (input.SmallestCell is < LeastSmallest or > MostSmallest)
        {
            throw new Refused("statistics.smallest", $"Write {LeastSmallest} to {MostSmallest} for the smallest cell; {UsualSmallest} is usual.", "smallestCell");
        }

        if (input.KeepUntil <= today || input.KeepUntil > today.AddYears(MostYears))
        {
            throw new Refused("statistics.keep", $"Give a last day from tomorrow on, at most {MostYears} years ahead.", "keepUntil");
        }
    }

    private static void Said(string text, string field, string words)
    {
        if (text.Length is 0 or > Longest)
        {
            throw new Refused($"statistics.{field}", $"{words}, in at most {Longest} characters.", field);
        }
    }

    private static NewExtract Read(string payload) => JsonSerializer.Deserialize<NewExtract>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$")]
    private static partial Regex ProjectName();
}
