using Spmis.Samples.Names;
using Spmis.Samples.Places;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.People;

/// <summary>Everybody in persons.csv, by line. Nobody is held: each is drawn from (seed, line) when asked for. Not for several threads at once: each takes its own.</summary>
public sealed class Population
{
    private const int DuplicatesInTenThousand = 400;
    private const int MistakesInTenThousand = 50;
    private const int LinesWithoutMishap = 20;
    private readonly Block block = new();

    /// <summary>The people of a seed.</summary>
    /// <param name="seed">Any number; the same one gives the same people.</param>
    /// <param name="lines">Lines of persons.csv: persons, duplicates and mistakes together.</param>
    /// <param name="pack">The people of one culture pack, for registers of millions: long lists of names, more people without a number, and no mistakes among the lines. Null: the people of Sanawe.</param>
    public Population(long seed, int lines, CulturePack? pack = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lines, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lines, 50_000_000);
        (Seed, Lines, Pack) = (seed, lines, pack);
    }

    /// <summary>The seed.</summary>
    public long Seed { get; }

    /// <summary>Lines of persons.csv.</summary>
    public int Lines { get; }

    /// <summary>The pack its people come from, if any.</summary>
    public CulturePack? Pack { get; }

    /// <summary>What a line is. The first twenty are good, so that there is somebody to repeat.</summary>
    public LineKind KindOf(int line)
    {
        if (line <= LinesWithoutMishap)
        {
            return LineKind.Person;
        }

        var draw = new Draw(Seed, Randomness.Stream.Kind, line);
        return draw.Class([DuplicatesInTenThousand, DuplicatesInTenThousand + MistakesInTenThousand, 10_000]) switch
        {
            0 => LineKind.Duplicate,
            1 when Pack is null => LineKind.Mistake,
            _ => LineKind.Person,
        };
    }

    /// <summary>The line of the person whom a line tells of: its own, or for a duplicate the earlier one.</summary>
    public int OriginalOf(int line)
    {
        if (KindOf(line) != LineKind.Duplicate)
        {
            return line;
        }

        var draw = new Draw(Seed, Randomness.Stream.Duplicate, line);
        while (true)
        {
            var earlier = draw.Between(1, line - 1);
            if (KindOf(earlier) == LineKind.Person)
            {
                return earlier;
            }
        }
    }

    /// <summary>The person as the line tells it: with the slips of the second registration where it is a duplicate.</summary>
    /// <exception cref="ArgumentException">The line is a mistake and tells of nobody.</exception>
    public Person PersonAt(int line) => KindOf(line) switch
    {
        LineKind.Person => Drawn(line),
        LineKind.Duplicate => SecondRegistration.Of(Drawn(OriginalOf(line)), line, Seed),
        _ => throw new ArgumentException($"Line {line} is a mistake and tells of nobody.", nameof(line)),
    };

    /// <summary>Somebody who lives alone and, unless the line is a mistake's, stands in no file: an unknown worker, the person behind a bad line.</summary>
    public Person Alone(int line)
    {
        var draw = new Draw(Seed, Randomness.Stream.Block, -line);
        var bornOn = draw.Day(new DateOnly(1966, 1, 1), new DateOnly(2005, 12, 31));
        return Details.Of(Seed, line, new Member(MemberRole.Head, draw.Chance(5000) ? 'F' : 'M', bornOn), Home.Draw(Seed, line, Pack), 0, Pack);
    }

    private Person Drawn(int line)
    {
        var slot = block.SlotOf(this, line);
        return Details.Of(Seed, line, slot.Member, Home.Draw(Seed, slot.Household, Pack), slot.Place, Pack);
    }
}
