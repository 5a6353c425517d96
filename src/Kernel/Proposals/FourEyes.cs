using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Proposals;

/// <summary>Four eyes, one mechanism for every module: propose, then approve or reject by somebody else.</summary>
/// <param name="services">To find the module's database and proposed acts.</param>
public sealed class FourEyes(IServiceProvider services)
{
    /// <summary>Puts an act up for approval and saves it.</summary>
    /// <exception cref="Refused">The same thing waits for approval already.</exception>
    public async Task<Proposal> ProposeAsync(string module, string act, string subject, string title, object payload, Change change, CancellationToken ct)
    {
        var db = Db(module);
        var openSubject = $"{act}:{subject}";
        if (await db.Proposals.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(p => p.OpenSubject == openSubject, ct) is { } open)
        {
            // Whoever put it up may have lost the record to this office since; the head office sees both.
            throw new Refused("proposal.open-already", await db.Proposals.AnyAsync(p => p.Id == open.Id, ct)
                ? $"'{title}' waits for approval already."
                : $"'{title}' waits for approval already: {(open.Office is null ? "the head office" : $"office {open.Office}")} put it up on {open.PreparedAt:yyyy-MM-dd}. Have it decided or rejected there, or by an office above both.");
        }

        var json = JsonSerializer.Serialize(payload, SpmisJson.Options);
        var shown = await ShownAsync(module, act, json, ct);
        var proposal = new Proposal
        {
            Act = act, Subject = subject, OpenSubject = openSubject, Title = title, Payload = json, Shown = shown, Hash = Hash(json, shown),
            PreparedById = change.Actor.Id, PreparedBy = change.Actor.Name, PreparedAt = change.Now, Office = change.Actor.Office, Reason = change.Reason,
        };
        db.Proposals.Add(proposal);
        await db.SaveAsync(change, ct);
        return proposal;
    }

    /// <summary>Approves: does exactly what was shown, in one transaction.</summary>
    /// <exception cref="Refused">The approver prepared it or may not decide this act; it is decided already; or the data moved since it was shown.</exception>
    public async Task ApproveAsync(string module, long id, Change change, CancellationToken ct)
    {
        var db = Db(module);
        await db.WriteAsync(
            async () =>
            {
                var proposal = await OpenAsync(db, id, change, ct);
                change = InWhosePlace(module, proposal, change);
                var shown = await ShownAsync(module, proposal.Act, proposal.Payload, ct);
                if (Hash(proposal.Payload, shown) != proposal.Hash)
                {
                    throw new Refused("proposal.data-moved", $"'{proposal.Title}' is no longer what was shown: the records changed since {proposal.PreparedAt:u}. Reject it and have it prepared again.");
                }

                await Act(module, proposal.Act).ApplyAsync(proposal.Payload, change.As(proposal.Act), ct);
                Decide(proposal, true, change);
                await db.SaveAsync(change.As(proposal.Act), ct);
            },
            ct);
    }

    /// <summary>Rejects with a reason; nothing changes but the proposal.</summary>
    /// <exception cref="Refused">No reason was given, or it is decided already.</exception>
    public async Task RejectAsync(string module, long id, Change change, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("proposal.no-reason", "Say why you reject it, so that the preparer can mend it.", "reason");
        }

        var db = Db(module);
        var proposal = await OpenAsync(db, id, change, ct);
        change = InWhosePlace(module, proposal, change);
        Decide(proposal, false, change);
        await db.SaveAsync(change, ct);
    }

    /// <summary>The acts of a module that this actor may decide when somebody else prepared them.</summary>
    public IReadOnlyList<string> ActsOf(string module, Actor actor) =>
        [.. services.GetServices<ProposedAct>().Where(p => p.Module == module && Holds(p, actor)).Select(p => p.Act)];

    /// <summary>The permission that decides an act.</summary>
    public string PermissionOf(string module, string act) => services.GetServices<ProposedAct>().Single(p => p.Module == module && p.Act == act).Permission;

    private bool Holds(ProposedAct act, Actor actor)
    {
        var permission = services.GetRequiredService<IReadOnlyList<Permission>>().SingleOrDefault(p => p.Name == act.Permission)
            ?? throw new InvalidOperationException($"Nobody declared the permission {act.Permission}, which decides {act.Module}.{act.Act}.");
        return permission.Roles.Intersect(actor.Roles).Any() && !(permission.Nation && actor.Offices is not null);
    }

    private async Task<Proposal> OpenAsync(ModuleDb db, long id, Change change, CancellationToken ct)
    {
        var proposal = await db.Proposals.SingleOrDefaultAsync(p => p.Id == id, ct)
            ?? throw new Refused("proposal.unknown", $"There is no proposal {id} in {db.Module}.");
        if (proposal.DecidedAt is not null)
        {
            throw new Refused("proposal.decided", $"'{proposal.Title}' was {(proposal.Approved == true ? "approved" : "rejected")} already by {proposal.DecidedBy}.");
        }

        if (change.Actor.IsSamePersonAs(proposal.PreparedById))
        {
            throw new Refused("proposal.own", $"You prepared '{proposal.Title}'; somebody else must decide it.");
        }

        return ActsOf(db.Module, change.Actor).Contains(proposal.Act)
            ? proposal
            : throw new Refused("proposal.not-allowed", $"You may not decide '{proposal.Title}'; it needs a permission that your roles do not have.");
    }

    /// <summary>Who decides by a role held for somebody else is named with that person, in the proposal and in the history of what it does.</summary>
    private Change InWhosePlace(string module, Proposal proposal, Change change) =>
        change with { Actor = change.Actor with { Name = change.Actor.NameWith(services.GetRequiredService<IReadOnlyList<Permission>>().Single(p => p.Name == PermissionOf(module, proposal.Act)).Roles) } };

    private static void Decide(Proposal proposal, bool approved, Change change)
    {
        (proposal.Approved, proposal.DecidedAt, proposal.DecidedById, proposal.DecidedBy) = (approved, change.Now, change.Actor.Id, change.Actor.Name);
        (proposal.DecisionReason, proposal.OpenSubject) = (change.Reason, null);
        proposal.Version++;
    }

    private static string Hash(string payload, string shown) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payload + "\n" + shown)));

    private async Task<string> ShownAsync(string module, string act, string payload, CancellationToken ct) =>
        JsonSerializer.Serialize(await Act(module, act).ShowAsync(payload, ct), SpmisJson.Options);

    private ModuleDb Db(string module) => services.GetRequiredKeyedService<ModuleDb>(module);

    private IProposedAct Act(string module, string act) => services.GetRequiredKeyedService<IProposedAct>($"{module}.{act}");
}
