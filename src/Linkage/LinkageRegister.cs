using System.Collections;
using Spmis.Linkage.Batch;
using Spmis.Linkage.Compact;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage;

/// <summary>
/// All persons of a register for a batch, 64 bytes each and their distinct names and places once. Read as a list it gives each
/// person in full, made anew at every call. Persons are added by one caller at a time, before anything is trained or compared.
/// </summary>
public sealed class LinkageRegister : IReadOnlyList<NormalisedPerson>
{
    private const int AddedAtOnce = 16_384;
    private readonly TermPool pool = new();
    private readonly Lock candidatesLock = new();
    private PersonRow[] rows;
    private Guid[] ids;
    private ulong[] fingerprints;
    private int count;
    private Candidates? candidates;

    /// <summary>An empty register.</summary>
    /// <param name="expected">About how many persons will be added.</param>
    public LinkageRegister(int expected = AddedAtOnce) =>
        (rows, ids, fingerprints) = (new PersonRow[expected], new Guid[expected], new ulong[expected]);

    /// <summary>A register of these persons.</summary>
    public static LinkageRegister Of(IEnumerable<LinkagePerson> persons)
    {
        var register = new LinkageRegister(persons.TryGetNonEnumeratedCount(out var expected) ? expected : AddedAtOnce);
        foreach (var some in persons.Chunk(AddedAtOnce))
        {
            register.Add(some);
        }

        return register;
    }

    /// <summary>How many persons.</summary>
    public int Count => count;

    /// <summary>The person on a place, in full.</summary>
    public NormalisedPerson this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)count, nameof(index));
            return rows[index].ToPerson(ids[index], fingerprints[index], pool);
        }
    }

    internal TermPool Pool => pool;

    internal ReadOnlySpan<PersonRow> Rows => rows.AsSpan(0, count);

    internal ReadOnlySpan<ulong> Fingerprints => fingerprints.AsSpan(0, count);

    internal Guid IdOf(int index) => ids[index];

    /// <summary>Adds persons behind the others, in their order; they are normalised on all cores.</summary>
    public void Add(IReadOnlyList<LinkagePerson> persons)
    {
        var from = count;
        Reserve(from + persons.Count);
        Parallel.For(0, (persons.Count + 255) / 256, block =>
        {
            for (var i = block * 256; i < Math.Min(persons.Count, (block + 1) * 256); i++)
            {
                var person = Normaliser.Normalise(persons[i], pool);
                rows[from + i] = PersonRow.Of(person, pool);
                (ids[from + i], fingerprints[from + i]) = (person.Id, person.Fingerprint);
            }
        });
        count = from + persons.Count;
        candidates = null;
    }

    /// <inheritdoc/>
    public IEnumerator<NormalisedPerson> GetEnumerator()
    {
        for (var i = 0; i < count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The pairs worth comparing; kept from training for the comparison that follows, if that wants the same.</summary>
    internal Candidates CandidatesFor(IReadOnlySet<ulong> generic, BatchOptions options)
    {
        lock (candidatesLock)
        {
            if (candidates is null || !candidates.IsFor(generic, options))
            {
                pool.Rest();
                candidates = new Candidates(this, generic, options);
            }

            return candidates;
        }
    }

    private void Reserve(int wanted)
    {
        if (wanted > rows.Length)
        {
            var length = (int)Math.Min(Array.MaxLength, Math.Max(wanted, rows.Length * 3L / 2));
            Array.Resize(ref rows, length);
            Array.Resize(ref ids, length);
            Array.Resize(ref fingerprints, length);
        }
    }
}
