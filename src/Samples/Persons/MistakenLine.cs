using Spmis.Samples.Files;
using Spmis.Samples.People;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.Persons;

/// <summary>Lines with exactly one mistake each; the person behind the line is otherwise in order.</summary>
internal static class MistakenLine
{
    private static readonly int Kinds = Enum.GetValues<Mistake>().Length;

    public static Mistake KindOf(Population population, int line) =>
        (Mistake)new Draw(population.Seed, Randomness.Stream.Mistake, line).Below(Kinds);

    public static void Write(TextWriter to, Population population, int line)
    {
        var mistake = KindOf(population, line);
        var fields = PersonLine.Fields(population.Alone(line));
        switch (mistake)
        {
            case Mistake.MissingName:
                fields[PersonLine.GivenName] = fields[PersonLine.GivenName + 1] = fields[PersonLine.FamilyName] = fields[PersonLine.FamilyName + 1] = "";
                break;
            case Mistake.ImpossibleDate:
                fields[PersonLine.BirthDate] = "31/02/1990";
                break;
            case Mistake.UnknownSex:
                fields[PersonLine.Sex] = "Q";
                break;
            case Mistake.RepeatedReference:
                fields[0] = EarlierReference(population, line);
                break;
            case Mistake.BornInFuture:
                fields[PersonLine.BirthDate] = "2031-05-04";
                break;
            case Mistake.TooFewFields:
                Csv.Line(to, fields.AsSpan(0, PersonLine.BirthDate));
                return;
            case Mistake.TooManyFields:
                to.Write(string.Join(',', fields[0], fields[1] + ",junior", string.Join(',', fields.Skip(2))) + "\n");
                return;
            case Mistake.BadQuote:
                var name = fields[PersonLine.GivenName];
                to.Write(string.Join(',', fields[0], $"\"{name[..2]}\"{name[2..]}x", string.Join(',', fields.Skip(2))) + "\n");
                return;
            default:
                throw new InvalidOperationException($"No such mistake: {mistake}.");
        }

        Csv.Line(to, fields);
    }

    private static string EarlierReference(Population population, int line)
    {
        var earlier = line - 1;
        while (population.KindOf(earlier) != LineKind.Person)
        {
            earlier--;
        }

        return Person.ReferenceOf(earlier);
    }
}
