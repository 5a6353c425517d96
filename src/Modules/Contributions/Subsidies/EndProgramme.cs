using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>A programme to be ended.</summary>
public sealed record EndInput(long ProgrammeId, int To, string Reason);

/// <summary>Sets or moves the last month of a programme. One person prepares it, another approves. Months up to this one were promised, so the last month is this one or a later one.</summary>
public sealed class EndProgramme(ContributionsDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "subsidies.end";

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">There is no such programme, or the month has passed.</exception>
    public async Task<Proposal> ProposeAsync(long programme, string? to, Change change, CancellationToken ct)
    {
        var last = GivenMonth.Of(to, "to") ?? throw new Refused("value.missing", "Give the last month.", "to");
        var p = await FindAsync(programme, last, change, ct);
        var input = new EndInput(programme, last.Code, RelieveBill.Given(change.Reason, "reason", "Say why.", 1000));
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, programme.ToString(CultureInfo.InvariantCulture), $"End of the subsidy programme {p.Name}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var p = await db.Set<SubsidyProgramme>().AsNoTracking().SingleAsync(x => x.Id == input.ProgrammeId, ct);
        return [new("Name", p.Name, p.Name), new("Last month", p.To?.ToString(), Month.FromCode(input.To).ToString()), new("Because", null, input.Reason)];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        (await FindAsync(input.ProgrammeId, Month.FromCode(input.To), change, ct)).To = Month.FromCode(input.To);
        await db.SaveAsync(change, ct);
    }

    private async Task<SubsidyProgramme> FindAsync(long id, Month last, Change change, CancellationToken ct)
    {
        var p = await db.Set<SubsidyProgramme>().SingleOrDefaultAsync(x => x.Id == id, ct) ?? throw new Refused("subsidy.unknown", $"There is no programme {id}.");
        return last < Month.Of(change.Today) || last < p.From ? throw new Refused("subsidy.month-past", "The last month is this month or a later one, and not before the first.", "to")
            : p.To < Month.Of(change.Today) ? throw new Refused("subsidy.ended", $"The programme ended with {p.To}.", "to") : p;
    }

    private static EndInput Read(string payload) => JsonSerializer.Deserialize<EndInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
