using System.Collections.Concurrent;
using System.Numerics;
using Microsoft.EntityFrameworkCore;
using Spmis.Linkage;

namespace Spmis.Registration.Linking;

/// <summary>The scorer for this register: the shipped model set to the register's size. Desk, batch, return matching and review all take it from here.</summary>
/// <param name="db">To know the size.</param>
/// <param name="cache">Scorers made already.</param>
public sealed class RegisterScorer(RegistrationDb db, ScorerCache cache)
{
    /// <summary>The scorer of now. The size is rounded up to a power of two, so that a growing register does not change its scores with every person.</summary>
    public async Task<Scorer> GetAsync(CancellationToken ct)
    {
        var issued = await db.NumberSeries.Where(s => s.Name.StartsWith(Persons.Intake.Series)).SumAsync(s => s.Next, ct);
        return cache.For((long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(issued, 1_000)));
    }
}

/// <summary>Making a scorer costs more than a score; they are immutable and shared.</summary>
public sealed class ScorerCache
{
    private readonly ConcurrentDictionary<long, Scorer> scorers = new();

    internal Scorer For(long persons) => scorers.GetOrAdd(persons, size => new Scorer(LinkageModel.Default.ForRegister(size)));
}
