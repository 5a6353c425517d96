using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Identity;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Identity.Offices;

/// <summary>An office as it should be.</summary>
public sealed record OfficeInput
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Code of the office above; empty at the top.</summary>
    public string? Parent { get; init; }

    /// <summary>It serves the whole country.</summary>
    public bool Nation { get; init; }
}

/// <summary>Opens, renames, moves and closes offices. Whoever is signed in sees by the new tree with the next request.</summary>
/// <param name="db">The module's database.</param>
/// <param name="tree">The tree.</param>
public sealed partial class ChangeOffices(IdentityDb db, OfficeTree tree)
{
    /// <summary>Opens an office today.</summary>
    /// <exception cref="Refused">The code is taken or unfit, there is no name, the office above is unknown or closed, or too many would lie under one.</exception>
    public Task<Office> OpenAsync(OfficeInput input, Change change, CancellationToken ct) => WriteAsync(change, all =>
    {
        var code = input.Code.Trim().ToUpperInvariant();
        if (code.Length > ModuleDb.OfficeCodeLength || !CodePattern().IsMatch(code))
        {
            throw new Refused("office.code", $"Use 1 to {ModuleDb.OfficeCodeLength} capital letters, digits and dashes, without blanks.", "code");
        }

        if (all.Any(o => o.Code == code))
        {
            throw new Refused("office.code-taken", $"The code {code} is taken. A closed office keeps its code.", "code");
        }

        if (all.Count >= OfficeTree.Most)
        {
            throw new Refused("office.too-many", $"There are {OfficeTree.Most} offices; no more can be opened.");
        }

        var office = new Office { Code = code, Name = NameOf(input), ParentCode = ParentOf(input, all, code), Nation = input.Nation, OpenedOn = change.Today, Version = 1 };
        db.Add(office);
        return Task.FromResult(office);
    }, ct);

    /// <summary>Gives an office a name, a place in the tree and its reach.</summary>
    /// <exception cref="Refused">There is none, it is closed, somebody was faster, or as for opening.</exception>
    public Task<Office> ChangeAsync(OfficeInput input, long version, Change change, CancellationToken ct) => WriteAsync(change, async all =>
    {
        var office = await FindAsync(input.Code, version, ct);
        (office.Name, office.ParentCode, office.Nation) = (NameOf(input), ParentOf(input, all, office.Code), input.Nation);
        office.Version++;
        return office;
    }, ct);

    /// <summary>Closes an office today. What it kept stays with it, seen by the office above, until its areas are given to another.</summary>
    /// <exception cref="Refused">Offices below it are open, or open accounts belong to it.</exception>
    public Task<Office> CloseAsync(string code, long version, Change change, CancellationToken ct) => WriteAsync(change, async all =>
    {
        var office = await FindAsync(code, version, ct);
        if (all.FirstOrDefault(o => o.ParentCode == office.Code && o.ClosedOn is null) is { } below)
        {
            throw new Refused("office.has-offices", $"{below.Name} ({below.Code}) lies under it and is open; move or close that one first.");
        }

        var people = await db.Users.CountAsync(u => u.Office == office.Code && u.DisabledAt == null, ct);
        if (people > 0)
        {
            throw new Refused("office.has-people", $"{people} open accounts belong to {office.Name}; give them another office first.");
        }

        office.ClosedOn = change.Today;
        office.Version++;
        return office;
    }, ct);

    private async Task<Office> WriteAsync(Change change, Func<IReadOnlyList<Office>, Task<Office>> work, CancellationToken ct)
    {
        change.Actor.DemandNation();
        Office? office = null;
        await db.WriteAsync(
            async () =>
            {
                office = await work(await tree.AllAsync(ct));
                db.Publish(new OfficesRecorded { Offices = [office.ToFacts()] });
                await db.SaveAsync(change, ct);
                await DemandSmallAsync(ct);

                // With a new version of the account its cookie is written anew, and with it the offices it sees.
                var stamp = Guid.CreateVersion7().ToString("N");
                await db.Users.Where(u => u.Office != null).ExecuteUpdateAsync(s => s.SetProperty(u => u.ConcurrencyStamp, stamp), ct);
            },
            ct);
        return office ?? throw new InvalidOperationException("The transaction ended without an office.");
    }

    private async Task DemandSmallAsync(CancellationToken ct)
    {
        var all = await tree.AllAsync(ct);
        foreach (var office in all.Where(o => !o.Nation))
        {
            if (OfficeTree.Below(all, office.Code).Count - 1 > OfficeTree.MostBelow)
            {
                throw new Refused("office.too-many-below", $"More than {OfficeTree.MostBelow} offices would lie under {office.Name} ({office.Code}). Let it serve the whole country, or put an office between.", "parent");
            }
        }
    }

    private async Task<Office> FindAsync(string code, long version, CancellationToken ct)
    {
        var office = await db.Offices.SingleOrDefaultAsync(o => o.Code == code, ct) ?? throw new Refused("office.unknown", $"There is no office {code}.", "code");
        return office.Version != version ? throw new Refused("changed-meanwhile", "Somebody else changed this office while you worked on it. Open it again, look at the change, and repeat yours.")
            : office.ClosedOn is { } closed ? throw new Refused("office.closed", $"{office.Name} was closed on {closed:yyyy-MM-dd}.")
            : office;
    }

    private static string NameOf(OfficeInput input) => UserScope.Clean(input.Name) is { Length: <= 200 } name ? name : throw new Refused("office.no-name", "Enter the name, at most 200 characters.", "name");

    private static string? ParentOf(OfficeInput input, IReadOnlyList<Office> all, string self)
    {
        if (UserScope.Clean(input.Parent)?.ToUpperInvariant() is not { } parent)
        {
            return null;
        }

        return !all.Any(o => o.Code == parent && o.ClosedOn is null) ? throw new Refused("office.parent-unknown", $"There is no office {parent} that is open.", "parent")
            : OfficeTree.Below(all, self).Contains(parent) ? throw new Refused("office.in-itself", $"{parent} is this office, or lies under it.", "parent")
            : parent;
    }

    [GeneratedRegex(@"\A[A-Z0-9-]+\z")]
    private static partial Regex CodePattern();
}
