using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Payments.Mapper;

/// <summary>An address to be told, or its end.</summary>
internal sealed record ToTell(long AddressId, Guid PersonId, string Number, string Agency, string Account, bool Ends);

/// <summary>What came of telling one.</summary>
/// <param name="Of">What was to be told.</param>
/// <param name="Line">In the run.</param>
/// <param name="Verb">What was done, when it was.</param>
/// <param name="Verdict">Why it was not.</param>
/// <param name="Known">Whether it is known that it was not: else the next run asks.</param>
internal sealed record Telling(ToTell Of, long Line, string? Verb, MapperVerdict? Verdict, bool Known);

/// <summary>
/// Tells in chunks of at most 1,000: notes what it is about to tell, asks the mapper what it has (<c>resolve</c>), then tells the difference, at most one call of each kind. So nothing needs to be known
/// of a call that nobody answered, or of a process that died: the next time the mapper says by itself what it took. First addresses in use, then ends.
/// </summary>
/// <param name="db">For finding what is left; the work is done in each chunk's own scope.</param>
/// <param name="client">The mapper.</param>
/// <param name="settings">How it is called.</param>
internal sealed class TellWorker(PaymentsDb db, MapperClient client, MapperSettings settings) : IRunWorker
{
    internal const string RunKind = "payments.mapper-tell";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "payments.mapper";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        settings.Demand();
        var dry = run.InputAs<TellRequest>().DryRun;
        var mark = run.Checkpoint ?? "0 0 0"; // Phase, line, address.
        var at = mark.Split(' ').Select(p => long.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        var (line, after) = (at[1], at[2]);
        for (var ends = at[0]; ends <= 1; ends++)
        {
            while (await Due(db, ends == 1, after, settings.IdsPerCall).ToListAsync(ct) is { Count: > 0 } due)
            {
                if (!dry)
                {
                    yield return new RunChunk(mark, (services, step, token) => services.GetRequiredService<KeepTellings>().NoteAsync(due, step, token));
                }

                var items = due.ToDictionary(d => d.AddressId, d => new MapperItem($"{d.AddressId}", settings.IdOf(d.Number), null));
                MapperReply reply;
                for (var tries = 1; ; tries++)
                {
                    reply = await client.CallAsync(MapperMessages.Resolve, items.Values, ct);
                    if (reply is not MapperReply.Untold || tries == MapperClient.Tries)
                    {
                        break;
                    }

                    yield return new RunChunk(mark, (_, _, _) => Task.CompletedTask);
                    await client.PauseAsync(ct);
                }

                var said = MapperClient.ByReference(ResolveWorker.Answers(reply));
                var plans = await PlanAsync(due, items, said, line, ct);
                string? silent = null, refuses = null;
                foreach (var verb in new[] { MapperMessages.Link, MapperMessages.Update, MapperMessages.Unlink })
                {
                    var these = plans.Where(p => p.Verb == verb).ToList();
                    if (these.Count == 0 || dry)
                    {
                        continue;
                    }

                    yield return new RunChunk(mark, (_, _, _) => Task.CompletedTask);
                    var told = await client.CallAsync(verb, [.. these.Select(p => new MapperItem($"{p.Of.AddressId}", settings.IdOf(p.Of.Number), settings.AddressOf(p.Of.Account, settings.ProviderOf(p.Of.Agency) ?? "")))], ct); // Planned only for agencies that have one.
                    silent ??= (told as MapperReply.Untold)?.Words;
                    refuses ??= (told as MapperReply.Refused)?.Words;
                    var answers = told is MapperReply.Told { Answers: var each } ? MapperClient.ByReference(each) : [];
                    plans = [.. plans.Select(p => p.Verb == verb ? After(p, told, answers) : p)];
                }

                (line, after) = (line + due.Count, due[^1].AddressId);
                mark = string.Create(CultureInfo.InvariantCulture, $"{ends} {line} {after}");
                yield return new RunChunk(mark, (services, step, token) => services.GetRequiredService<KeepTellings>().TakeAsync(plans, dry, step, token));
                if (refuses is not null)
                {
                    throw new Refused("mapper.refuses", $"The mapper does not take our message: {refuses}. Nothing of it was applied; mend the cause (its people know the reason's code) and start again.");
                }

                if (silent is not null)
                {
                    throw new Refused("mapper.silent", $"The mapper gave no clear answer: {silent}. It is not known whether it took this part; the next run asks it before anything is told again.");
                }
            }

            after = 0;
        }
    }

    /// <summary>
    /// What is to be told: verified usual addresses in use, to which nobody objects, of the living that were not told yet and that the mapper did not tell us; and the end of those told, or that may have been, when nothing verified took their place or the person died.
    /// What was told to end is told anew when all that holds again: a merge was undone, or a death was recorded by mistake. What was refused waits for a person.
    /// </summary>
    internal static IQueryable<ToTell> Due(PaymentsDb db, bool ends, long after, int most)
    {
        var addresses = db.FinancialAddresses.AsNoTracking().Where(a => a.Id > after && a.Scheme == FinancialAddresses.FinancialAddress.Usual && !db.MapperTellings.Any(t => t.AddressId == a.Id && t.Ends == ends && t.RefusedAt != null));
        addresses = ends
            ? addresses.Where(a => db.MapperTellings.Any(t => t.AddressId == a.Id && !t.Ends && t.RefusedAt == null && !db.MapperTellings.Any(e => e.AddressId == a.Id && e.Ends && e.Turn >= t.Turn && e.ToldAt != null))
                && (db.Payees.Any(p => p.PersonId == a.PersonId && (p.DiedOn != null || p.MergedIntoId != null)) || (a.CurrentOf == null && !db.FinancialAddresses.Any(o => o.CurrentOf == a.PersonId && o.Scheme == a.Scheme && o.VerifiedAt != null))))
            // An end that may have been told counts as told: the mapper is asked before anything is.
            : addresses.Where(a => !db.MapperTellings.Any(t => t.AddressId == a.Id && !t.Ends && t.ToldAt != null && !db.MapperTellings.Any(e => e.AddressId == a.Id && e.Ends && e.Turn >= t.Turn && e.RefusedAt == null))
                && a.CurrentOf != null && a.VerifiedAt != null && a.ObjectedAt == null && a.Source != FinancialAddresses.FinancialAddress.ToldByMapper && db.Payees.Any(p => p.PersonId == a.PersonId && p.DiedOn == null && p.MergedIntoId == null));
        return addresses.Join(db.Payees, a => a.PersonId, p => p.PersonId, (a, p) => new { a, p }).OrderBy(x => x.a.Id).Take(most).Select(x => new ToTell(x.a.Id, x.a.PersonId, x.p.RegistrationNumber, x.a.Agency, x.a.Account, ends));
    }

    /// <summary>What to do about each, by what the mapper has now. It is changed only where it has what we told it: what others told it is theirs.</summary>
    private async Task<List<Telling>> PlanAsync(List<ToTell> due, Dictionary<long, MapperItem> items, Dictionary<string, MapperAnswer?> said, long line, CancellationToken ct)
    {
        var persons = due.Select(d => d.PersonId).Distinct().ToList();
        var ours = (await db.FinancialAddresses.AsNoTracking().Where(a => persons.Contains(a.PersonId) && (a.Source == FinancialAddresses.FinancialAddress.ToldByMapper || db.MapperTellings.Any(t => t.AddressId == a.Id && !t.Ends)))
            .Select(a => new { a.PersonId, a.Agency, a.Account }).ToListAsync(ct)).Select(a => (a.PersonId, a.Agency, a.Account)).ToHashSet();
        List<Telling> plans = [];
        foreach (var d in due)
        {
            var has = MapperVerdicts.OfResolve(items[d.AddressId], said, settings);
            var same = has.Agency == d.Agency && has.Account == d.Account;
            var plan = new Telling(d, ++line, null, null, true);
            plans.Add(settings.ProviderOf(d.Agency) is null ? plan with { Verdict = new(MapperVerdicts.ProviderUnknown, d.Agency) } : has.Code switch
            {
                MapperVerdicts.Found when d.Ends => plan with { Verb = same ? MapperMessages.Unlink : "known" },
                MapperVerdicts.Found when same => plan with { Verb = "known" },
                MapperVerdicts.Found => ours.Contains((d.PersonId, has.Agency!, has.Account!)) ? plan with { Verb = MapperMessages.Update } : plan with { Verdict = new(MapperVerdicts.OtherAddress, has.Agency) }, // Found has both.
                MapperVerdicts.NotFound => plan with { Verb = d.Ends ? "known" : MapperMessages.Link },
                MapperVerdicts.Inactive => plan with { Verb = d.Ends ? "known" : MapperMessages.Update },
                MapperVerdicts.Pending or MapperVerdicts.NoAnswer => plan with { Verdict = has, Known = false },
                MapperVerdicts.ProviderUnknown or MapperVerdicts.Malformed or MapperVerdicts.AccountInvalid => d.Ends ? plan with { Verb = "known" } : plan with { Verdict = new(MapperVerdicts.OtherAddress, has.Detail) },
                _ => plan with { Verdict = has },
            });
        }

        return plans;
    }

    /// <summary>What came of the call for one of it.</summary>
    private Telling After(Telling plan, MapperReply reply, Dictionary<string, MapperAnswer?> said)
    {
        switch (reply)
        {
            case MapperReply.Refused: // The whole message, for its sender or form: it says nothing of this line.
            case MapperReply.Untold:
                return plan with { Verb = null, Verdict = new(MapperVerdicts.Untold), Known = false };
            case MapperReply.Told:
                if (!said.TryGetValue($"{plan.Of.AddressId}", out var answer) || answer is null || answer.Status is "rcvd" or "pdng")
                {
                    return plan with { Verb = null, Verdict = new(MapperVerdicts.Untold), Known = false };
                }

                return answer.Status != "succ" ? plan with { Verb = null, Verdict = answer.Status == "rjct" ? new(MapperVerdicts.Rejected, MapperVerdicts.Reason(answer)) : new(MapperVerdicts.UnknownWord) }
                    : answer.Id is { } id && !string.Equals(id, settings.IdOf(plan.Of.Number), StringComparison.OrdinalIgnoreCase) ? plan with { Verb = null, Verdict = new(MapperVerdicts.OtherPerson) }
                    : !plan.Of.Ends && answer.Address is { } address && settings.Read(address) is var read && (read is null || Agencies.AccountNumbers.Clean(read.Value.Account) != plan.Of.Account) ? plan with { Verb = null, Verdict = new(MapperVerdicts.OtherAddress) }
                    : plan;
            default:
                throw new InvalidOperationException($"The call came to {reply}.");
        }
    }
}
