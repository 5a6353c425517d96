using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Payments.Copies;
using Spmis.Values;

namespace Spmis.Payments.Mapper;

/// <summary>A person asked for; no id when nobody has the number.</summary>
internal sealed record ResolvedPerson(long Line, string Number, Guid? PersonId, MapperVerdict Verdict);

/// <summary>Asks in chunks of at most 1,000 ids, by registration number. The call is made before the transaction that takes its answer: after a crash between the two it is made again, which changes nothing.</summary>
/// <param name="db">For finding what is left; the work is done in each chunk's own scope.</param>
/// <param name="client">The mapper.</param>
/// <param name="settings">How it is called.</param>
internal sealed class ResolveWorker(PaymentsDb db, MapperClient client, MapperSettings settings) : IRunWorker
{
    internal const string RunKind = "payments.mapper-resolve";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "payments.mapper";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        settings.Demand();
        var (input, month) = (run.InputAs<ResolveRequest>(), Month.Of(DateOnly.FromDateTime(run.CreatedAt)));
        var (line, after, mark) = Mark(run.Checkpoint);
        while (await NextAsync(input, month, after, ct) is { Count: > 0 } persons)
        {
            var known = persons.Where(p => p.PersonId is not null).ToDictionary(p => p.Number, p => new MapperItem(p.Number, settings.IdOf(p.Number), null), StringComparer.Ordinal);
            MapperReply reply = new MapperReply.Told([]);
            for (var tries = 1; known.Count > 0; tries++)
            {
                reply = await client.CallAsync(MapperMessages.Resolve, known.Values, ct);
                if (reply is not MapperReply.Untold || tries == MapperClient.Tries)
                {
                    break;
                }

                yield return new RunChunk(mark, (_, _, _) => Task.CompletedTask); // Keeps the lease, and lets the run be stopped.
                await client.PauseAsync(ct);
            }

            var said = MapperClient.ByReference(Answers(reply));
            var first = line;
            List<ResolvedPerson> rows = [.. persons.Select((p, at) => new ResolvedPerson(first + at + 1, p.Number, p.PersonId, p.PersonId is null ? new(MapperVerdicts.PersonUnknown) : MapperVerdicts.OfResolve(known[p.Number], said, settings)))];
            (line, after) = (line + persons.Count, persons[^1].Number);
            mark = string.Create(CultureInfo.InvariantCulture, $"{line} {after}");
            yield return new RunChunk(mark, (services, step, token) => services.GetRequiredService<TakeResolved>().HandleAsync(rows, input.DryRun, step, token));
        }
    }

    /// <summary>What was told; anything else ends the run with its words, to be gone on with when the mapper is well.</summary>
    internal static IReadOnlyList<MapperAnswer> Answers(MapperReply reply) => reply switch
    {
        MapperReply.Told told => told.Answers,
        MapperReply.Refused refused => throw new Refused("mapper.refuses", $"The mapper does not take our message: {refused.Words}. Nothing of it was applied; mend the cause (its people know the reason's code) and go on with the run."),
        MapperReply.Untold untold => throw new Refused("mapper.silent", $"The mapper gave no clear answer: {untold.Words}. What came before is kept; go on with the run when it is well."),
        _ => throw new InvalidOperationException($"The call came to {reply}."),
    };

    private static (long Line, string After, string Mark) Mark(string? checkpoint)
    {
        var mark = checkpoint ?? "0 ";
        var cut = mark.IndexOf(' ', StringComparison.Ordinal);
        return (long.Parse(mark[..cut], CultureInfo.InvariantCulture), mark[(cut + 1)..], mark);
    }

    private async Task<List<Asked>> NextAsync(ResolveRequest input, Month month, string after, CancellationToken ct)
    {
        if (input.Of == ResolveOf.Named)
        {
            var numbers = input.Numbers.Where(n => string.CompareOrdinal(n, after) > 0).Take(settings.IdsPerCall).ToList();
            var known = (await db.Payees.AsNoTracking().Where(p => numbers.Contains(p.RegistrationNumber) && p.DiedOn == null && p.MergedIntoId == null).Select(p => new { p.RegistrationNumber, p.PersonId }).ToListAsync(ct)).ToLookup(p => p.RegistrationNumber, p => (Guid?)p.PersonId);
            return [.. numbers.Select(n => new Asked(n, known[n].FirstOrDefault()))];
        }

        return await Payees(db, month, input.Of == ResolveOf.WithoutAddress).Where(p => string.Compare(p.RegistrationNumber, after) > 0).OrderBy(p => p.RegistrationNumber).Take(settings.IdsPerCall).Select(p => new Asked(p.RegistrationNumber, p.PersonId)).ToListAsync(ct);
    }

    /// <summary>Who is paid for an award in force, themselves or as named payee.</summary>
    internal static IQueryable<PayeeCopy> Payees(PaymentsDb db, Month month, bool withoutAddress) => db.Payees.AsNoTracking()
        .Where(p => p.DiedOn == null && p.MergedIntoId == null && (!withoutAddress || !db.FinancialAddresses.Any(f => f.CurrentOf == p.PersonId && f.Scheme == FinancialAddresses.FinancialAddress.Usual)))
        .Where(p => db.AwardCopies.Any(a => a.PayeeId == p.PersonId && (a.ToMonth == null || a.ToMonth >= month)) || db.NamedPayees.Any(n => n.PersonId == p.PersonId && (n.ToMonth == null || n.ToMonth >= month)));

    private sealed record Asked(string Number, Guid? PersonId);
}
