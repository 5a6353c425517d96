using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Secrets;
using Spmis.Values;

namespace Spmis.Kernel.Proposals;

/// <summary>Four eyes, one mechanism for every module: propose, then approve or reject by somebody else, or by several in order, as the policy of the act says.</summary>
/// <param name="services">To find the module's database and proposed acts.</param>
public sealed class FourEyes(IServiceProvider services)
{
    /// <summary>In place of a second person's id, where the policy lets the preparer alone suffice.</summary>
    public const string ByPolicy = "policy";

    /// <summary>Puts an act up for approval and saves it.</summary>
    /// <exception cref="Refused">The same thing waits for approval already.</exception>
    public async Task<Proposal> ProposeAsync(string module, string act, string subject, string title, object payload, Change change, CancellationToken ct)
    {
        RefuseUnnumbered(change.Actor);
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
        var declared = Declared(module, act);
        var frozen = ApprovalRules.Freeze(declared, declared.OwnSteps ? null : await ApprovalRules.InForceAsync(db, act, change.Today, ct), await AtStakeAsync(module, act, json, ct));
        var rule = JsonSerializer.Serialize(frozen, SpmisJson.Options);
        var proposal = new Proposal
        {
            Act = act, Subject = subject, OpenSubject = openSubject, Title = title, Payload = json, Shown = shown, Rule = rule, DuePermission = frozen.Steps is [var first, ..] ? first : null, Hash = "",
            PreparedById = change.Actor.Id, PreparedBy = change.Actor.Name, PreparedByStaff = change.Actor.Staff, PreparedAt = change.Now, Office = change.Actor.Office, Reason = change.Reason,
        };
        proposal.Hash = proposal.HashOf(shown);
        db.Proposals.Add(proposal);
        await db.WriteAsync(
            async () =>
            {
                await db.SaveAsync(change, ct); // Gives it its number.
                KeepPersons.Add(db, proposal);
                await (frozen.Kind == ApprovalKind.One ? AloneAsync(db, proposal, frozen, change, ct) : db.SaveAsync(change, ct));
            },
            ct);
        return proposal;
    }

    /// <summary>Approves the step that is due. The last one does exactly what was shown, in one transaction; an earlier one passes it on to the next person.</summary>
    /// <returns>Whether it was done, or which step is due now.</returns>
    /// <exception cref="Refused">The approver prepared it, decided a step before or may not decide this one; it is decided already; or the data moved since it was shown.</exception>
    public Task<StepTaken> ApproveAsync(string module, long id, Change change, CancellationToken ct) => ApproveAsync(module, id, null, change, ct);

    /// <summary>The same by who was shown the proposal as it stood under this hash. What has evidence is approved in no other way, so that evidence added since is looked at.</summary>
    /// <param name="module">The module.</param>
    /// <param name="id">The proposal.</param>
    /// <param name="hash"><see cref="Proposal.Hash"/> of what was shown; null where it was not shown with its evidence.</param>
    /// <param name="change">Who approves.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">As above; evidence was added since, was not shown, or is asked for by the policy and not there.</exception>
    public async Task<StepTaken> ApproveAsync(string module, long id, string? hash, Change change, CancellationToken ct)
    {
        var db = Db(module);
        StepTaken? taken = null;
        await db.WriteAsync(
            async () =>
            {
                var proposal = await OpenAsync(db, id, change, ct);
                var steps = StepsOf(db.Module, proposal);
                var (step, permission) = (proposal.StepsTaken + 1, steps[proposal.StepsTaken]);
                var decider = InWhosePlace(permission, change);
                if (await db.ProposalSteps.CountAsync(s => s.ProposalId == id, ct) != proposal.StepsTaken)
                {
                    throw new Refused("proposal.data-moved", $"The steps taken of '{proposal.Title}' are not those on record. Reject it, have the database looked into, and have it prepared again.");
                }

                await RefuseMovedAsync(db.Module, proposal, ct);
                RefuseUnseen(proposal, hash);
                if (step < steps.Count)
                {
                    db.ProposalSteps.Add(Taken(proposal, permission, true, decider));
                    (proposal.StepsTaken, proposal.DuePermission, proposal.DueSince) = (step, steps[step], change.Now);
                    proposal.Version++;
                    await db.SaveAsync(decider.As("proposals.step"), ct);
                    taken = new StepTaken(id, true, false, step, steps.Count, steps[step]);
                    return;
                }

                await Act(module, proposal.Act).ApplyAsync(proposal.Payload, decider.As(proposal.Act), ct);
                db.ProposalSteps.Add(Taken(proposal, permission, true, decider));
                proposal.StepsTaken = step;
                Decide(proposal, true, decider);
                await db.SaveAsync(decider.As(proposal.Act), ct);
                taken = new StepTaken(id, true, true, step, steps.Count, null);
            },
            ct);
        return taken!; // Set by the work, or it threw.
    }

    /// <summary>Rejects with a reason, at whatever step is due; nothing changes but the proposal.</summary>
    /// <exception cref="Refused">No reason was given, it is decided already, or the step that is due is another person's.</exception>
    public async Task<StepTaken> RejectAsync(string module, long id, Change change, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("proposal.no-reason", "Say why you reject it, so that the preparer can mend it.", "reason");
        }

        var db = Db(module);
        var proposal = await OpenAsync(db, id, change, ct);
        var steps = StepsOf(db.Module, proposal);
        var permission = steps[proposal.StepsTaken];
        change = InWhosePlace(permission, change);
        db.ProposalSteps.Add(Taken(proposal, permission, false, change));
        Decide(proposal, false, change);
        await db.SaveAsync(change, ct);
        return new StepTaken(id, false, false, proposal.StepsTaken + 1, steps.Count, null);
    }

    /// <summary>The acts of a module that this actor may decide when somebody else prepared them and a second person suffices.</summary>
    public IReadOnlyList<string> ActsOf(string module, Actor actor) =>
        [.. services.GetServices<ProposedAct>().Where(p => p.Module == module && Holds(p.Permission, actor)).Select(p => p.Act)];

    /// <summary>The permission that decides an act where a second person suffices.</summary>
    public string PermissionOf(string module, string act) => Declared(module, act).Permission;

    /// <summary>The permission of each step of a proposal, in order; empty when the preparer alone sufficed.</summary>
    public IReadOnlyList<string> StepsOf(string module, Proposal proposal) => proposal.ReadRule()?.Steps ?? [PermissionOf(module, proposal.Act)];

    /// <summary>The permission of the step that is due; null when it is decided.</summary>
    public string? DueOf(string module, Proposal proposal) => proposal.DecidedAt is not null ? null : proposal.DuePermission ?? PermissionOf(module, proposal.Act);

    /// <summary>Whether the actor's roles reach the step that is due; that it is somebody else's own work, or their second step, is told when they try.</summary>
    public bool HoldsDue(string module, Proposal proposal, Actor actor) => DueOf(module, proposal) is { } due && Holds(due, actor);

    /// <summary>What of a module's proposals waits for this actor: others prepared it, the step that is due is within the actor's permissions, and the actor took none before.</summary>
    public IQueryable<Proposal> DueFor(ModuleDb db, Actor actor)
    {
        var acts = ActsOf(db.Module, actor);
        var held = services.GetRequiredService<IReadOnlyList<Permission>>().Select(p => p.Name).Where(p => Holds(p, actor)).ToList();
        var (ids, staff) = (IdsOf(actor), actor.Staff);
        return db.Proposals.Where(p => p.DecidedAt == null && !ids.Contains(p.PreparedById) && (staff == null || p.PreparedByStaff == null || p.PreparedByStaff != staff) && (p.DuePermission == null ? acts.Contains(p.Act) : held.Contains(p.DuePermission))
            && !db.ProposalSteps.Any(s => s.ProposalId == p.Id && (ids.Contains(s.DecidedById) || (staff != null && s.Staff == staff))));
    }

    private static List<string> IdsOf(Actor actor) => [.. actor.OtherIds.Concat(actor.Delegated.Select(d => d.GiverId)).Append(actor.Id).Distinct()];

    private bool Holds(string name, Actor actor)
    {
        var permission = services.GetRequiredService<IReadOnlyList<Permission>>().SingleOrDefault(p => p.Name == name)
            ?? throw new InvalidOperationException($"Nobody declared the permission {name}, which decides proposals.");
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

        RefuseUnnumbered(change.Actor);
        if (change.Actor.IsSamePersonAs(proposal.PreparedById, proposal.PreparedByStaff))
        {
            throw new Refused("proposal.own", $"You prepared '{proposal.Title}'; somebody else must decide it.");
        }

        var steps = StepsOf(db.Module, proposal);
        if (proposal.StepsTaken > 0)
        {
            await RefuseSamePersonAsync(db, proposal, change.Actor, ct);
        }

        if (!Holds(steps[proposal.StepsTaken], change.Actor))
        {
            throw new Refused("proposal.not-allowed", steps.Count == 1
                ? $"You may not decide '{proposal.Title}'; it needs a permission that your roles do not have."
                : $"You may not decide step {proposal.StepsTaken + 1} of {steps.Count} of '{proposal.Title}'; it needs the permission {steps[proposal.StepsTaken]}.");
        }

        await RefuseUnprovenAsync(steps[proposal.StepsTaken]);
        return proposal;
    }

    /// <summary>Each step by another person: not by a second account, nor in the place of somebody who took one, nor by somebody in whose place one was taken.</summary>
    private static async Task RefuseSamePersonAsync(ModuleDb db, Proposal proposal, Actor actor, CancellationToken ct)
    {
        var ids = IdsOf(actor);
        foreach (var step in await db.ProposalSteps.AsNoTracking().Where(s => s.ProposalId == proposal.Id).OrderBy(s => s.Step).Take(ChangePolicy.MostSteps).ToListAsync(ct))
        {
            if (ids.Contains(step.DecidedById) || (step.Staff is { } staff && staff == actor.Staff) || (step.InPlaceOf ?? "").Split(' ').Any(ids.Contains))
            {
                throw new Refused("proposal.same-person", $"Step {step.Step} of '{proposal.Title}' was decided by you, or by or for somebody in whose place you are; another person must decide step {proposal.StepsTaken + 1}.");
            }
        }
    }

    /// <summary>Staff without a staff number might be anybody, also who prepared it by another account. Looked at where people ask; runs, commands and messages act for nobody in particular.</summary>
    private void RefuseUnnumbered(Actor actor)
    {
        if (actor.Staff is null && actor.Roles.Any(Roles.OfStaff.Contains) && services.GetService<IHttpContextAccessor>()?.HttpContext is { User.Identity.IsAuthenticated: true })
        {
            throw new Refused("proposal.no-staff-number", "Your account has no staff number, so nobody can tell whether you and the other person are two. Ask an administrator to enter it under Users, then sign in again; a program has that of whoever registered it.");
        }
    }

    /// <summary>A route asks for the permission of the act; the step that is due may need another one. So a request is asked for that one too, with the proof of who sends it.</summary>
    private async Task RefuseUnprovenAsync(string permission)
    {
        if (services.GetService<IHttpContextAccessor>()?.HttpContext is not { User.Identity.IsAuthenticated: true } http
            || (await services.GetRequiredService<IAuthorizationService>().AuthorizeAsync(http.User, null, permission)).Succeeded)
        {
            return;
        }

        throw StepUp.IsAskedFor(http)
            ? new Refused("proposal.prove-again", "Show again who you are: sign in once more, then decide it under Approvals.")
            : new Refused("proposal.not-allowed", "You may not decide the step that is due; it needs a permission that you do not have here.");
    }

    /// <summary>Who decides by a role held for somebody else is named with that person, in the proposal and in the history of what it does.</summary>
    private Change InWhosePlace(string permission, Change change) =>
        change with { Actor = change.Actor with { Name = change.Actor.NameWith(RolesOf(permission)) } };

    private IReadOnlyCollection<string> RolesOf(string permission) => services.GetRequiredService<IReadOnlyList<Permission>>().Single(p => p.Name == permission).Roles;

    private ProposalStep Taken(Proposal proposal, string permission, bool approved, Change change)
    {
        var roles = RolesOf(permission);
        var givers = change.Actor.Delegated.Where(d => roles.Contains(d.Role)).Select(d => d.GiverId).Distinct().ToList();
        return new ProposalStep
        {
            ProposalId = proposal.Id, Step = proposal.StepsTaken + 1, Permission = permission, Approved = approved,
            DecidedById = change.Actor.Id, DecidedBy = change.Actor.Name, Staff = change.Actor.Staff, InPlaceOf = givers.Count == 0 ? null : string.Join(' ', givers), DecidedAt = change.Now, Reason = change.Reason,
        };
    }

    /// <summary>The policy lets the preparer alone suffice: done at once, and recorded like what others decide.</summary>
    private async Task AloneAsync(ModuleDb db, Proposal proposal, ProposalRule rule, Change change, CancellationToken ct)
    {
        await RefuseMovedAsync(db.Module, proposal, ct);
        await Act(db.Module, proposal.Act).ApplyAsync(proposal.Payload, change.As(proposal.Act), ct);
        (proposal.Approved, proposal.DecidedAt, proposal.DecidedById, proposal.OpenSubject) = (true, change.Now, ByPolicy, null);
        proposal.DecidedBy = string.Create(CultureInfo.InvariantCulture, $"Policy since {rule.Since:yyyy-MM-dd}: the preparer alone");
        proposal.DecisionReason = rule.LegalBasis;
        proposal.Version++;
        db.RecordBulk(change.As(proposal.Act), nameof(Proposal), proposal.Id.ToString(CultureInfo.InvariantCulture), new { proposal.Act, proposal.Title, rule.PolicyId, rule.Amounts, DecidedBy = ByPolicy });
        await db.SaveAsync(change.As(proposal.Act), ct);
    }

    private async Task RefuseMovedAsync(string module, Proposal proposal, CancellationToken ct)
    {
        var moved = proposal.HashOf(await ShownAsync(module, proposal.Act, proposal.Payload, ct)) != proposal.Hash;
        if (!moved && proposal.ReadRule() is { Amounts: { Count: > 0 } frozen } && await AtStakeAsync(module, proposal.Act, proposal.Payload, ct) is { } now)
        {
            moved = !frozen.SequenceEqual(ApprovalRules.Freeze(Declared(module, proposal.Act), null, now).Amounts);
        }

        foreach (var piece in proposal.ReadEvidence())
        {
            moved |= piece.Sha256 is { } sha && await services.GetRequiredService<SealedFiles>().OpenSameAsync(piece.PlaceIn(module), sha, ct) is null;
        }

        if (moved)
        {
            throw new Refused("proposal.data-moved", $"'{proposal.Title}' is no longer what was shown: the records{(proposal.Evidence is null ? "" : ", or the evidence,")} changed since {proposal.PreparedAt:u}. Reject it and have it prepared again.");
        }
    }

    private static void RefuseUnseen(Proposal proposal, string? hash)
    {
        if (proposal.ReadRule() is { EvidenceNeeded: true } rule && proposal.Evidence is null)
        {
            throw new Refused("proposal.evidence-needed", $"'{proposal.Title}' needs evidence ({rule.LegalBasis}), and there is none. {proposal.PreparedBy}, who prepared it, adds it; then it can be approved.");
        }

        if (hash is null ? proposal.Evidence is not null : hash != proposal.Hash)
        {
            throw hash is null
                ? new Refused("proposal.evidence-unseen", $"'{proposal.Title}' has evidence that was not shown here. Open it under Approvals, look at the evidence, and decide it there; by the API name the hash of what was shown.")
                : new Refused("proposal.shown-otherwise", $"Evidence was added to '{proposal.Title}' since you opened it. Look at it, then decide.");
        }
    }

    private async Task<IReadOnlyList<Money>?> AtStakeAsync(string module, string act, string payload, CancellationToken ct) => Act(module, act) is IAmountAtStake amount ? await amount.AtStakeAsync(payload, ct) : null;

    private ProposedAct Declared(string module, string act) => services.GetServices<ProposedAct>().Single(p => p.Module == module && p.Act == act);

    private static void Decide(Proposal proposal, bool approved, Change change)
    {
        (proposal.Approved, proposal.DecidedAt, proposal.DecidedById, proposal.DecidedBy) = (approved, change.Now, change.Actor.Id, change.Actor.Name);
        (proposal.DecisionReason, proposal.OpenSubject) = (change.Reason, null);
        proposal.Version++;
    }

    private async Task<string> ShownAsync(string module, string act, string payload, CancellationToken ct) =>
        JsonSerializer.Serialize(await Act(module, act).ShowAsync(payload, ct), SpmisJson.Options);

    private ModuleDb Db(string module) => services.GetRequiredKeyedService<ModuleDb>(module);

    private IProposedAct Act(string module, string act) => services.GetRequiredKeyedService<IProposedAct>($"{module}.{act}");
}
