using System.Security.Cryptography;
using System.Text;
using Spmis.Kernel.Files;
using Spmis.Registration.Areas;
using Spmis.Registration.Calendars;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Imports;

/// <summary>One line of persons.csv.</summary>
internal sealed record PersonRow
{
    public static TabularFormat Format { get; } = new()
    {
        Columns =
        [
            new("reference", true), new("given_name", true, "first_name"), new("middle_name"), new("grandfather_name"), new("other_name"), new("family_name", true, "last_name", "surname"), new("native_name"),
            new("sex"), new("birth_date", true, "date_of_birth", "dob"), new("birth_calendar"), new("birth_estimated"), new("national_id"), new("phone"), new("district"), new("village"), new("area", false, "area_code"), new("household"), new("role"),
            new("activity"), new("disability"), new("pay_agency"), new("pay_account"),
        ],
    };

    /// <summary>Columns by the field they fill.</summary>
    private static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        [nameof(NewPerson.GivenName)] = "given_name", [nameof(NewPerson.MiddleName)] = "middle_name", [nameof(NewPerson.FamilyName)] = "family_name", [nameof(NewPerson.GrandfatherName)] = "grandfather_name", [nameof(NewPerson.OtherName)] = "other_name", [nameof(NewPerson.NativeName)] = "native_name",
        [nameof(NewPerson.BornOn)] = "birth_date", [nameof(NewPerson.NationalId)] = "national_id", [nameof(NewPerson.Phone)] = "phone", [nameof(NewPerson.District)] = "district", [nameof(NewPerson.Area)] = "area",
        [nameof(NewPerson.Village)] = "village", [nameof(NewPerson.Disability)] = "disability", [nameof(NewPerson.PayAgency)] = "pay_agency", [nameof(NewPerson.PayAccount)] = "pay_account",
    };

    private static readonly Dictionary<string, bool> Flags = new(StringComparer.Ordinal) { ["yes"] = true, ["no"] = false, ["true"] = true, ["false"] = false, ["1"] = true, ["0"] = false };

    public required long Line { get; init; }

    public required string Reference { get; init; }

    public required NewPerson Person { get; init; }

    internal PlaceTold Place => new(Person.Area, Person.District, Person.Village);

    /// <summary>The same with its address on the tree.</summary>
    public PersonRow In(PlaceFound found)
    {
        var problem = found.Problem is { } unknown ? new LineProblem(Line, "area", unknown.Code, unknown.Text, unknown.Remedy, LineProblem.Shown(Person.Area ?? ""))
            : Residence.Contradiction(Person, found.Place) is { } other ? new LineProblem(Line, "district", other.Code, other.Text, other.Remedy, LineProblem.Shown(Person.District ?? "")) : null;
        return problem is null ? this with { Person = Residence.In(Person, found.Place) } : this with { Problems = [.. Problems, problem] };
    }

    /// <summary>The sender's reference of the household.</summary>
    public string? Household { get; init; }

    public required long Hash { get; init; }

    public required IReadOnlyList<LineProblem> Problems { get; init; }

    public static PersonRow Read(TabularRow row, DateOnly today)
    {
        var fields = row.Fields();
        var reference = fields.Text("reference", 80, required: true) ?? "";
        var calendar = fields.Choice("birth_calendar", DocumentDate.Words) ?? DocumentCalendar.Gregorian;
        var born = calendar == DocumentCalendar.Gregorian ? fields.PartialDate("birth_date") : Born(fields, calendar);
        var person = PersonChecks.Clean(new NewPerson
        {
            GivenName = fields.Text("given_name", 100), MiddleName = fields.Text("middle_name", 100), FamilyName = fields.Text("family_name", 100), GrandfatherName = fields.Text("grandfather_name", 100), OtherName = fields.Text("other_name", 100), NativeName = fields.Text("native_name", 100),
            Sex = fields.Choice("sex", Words.Sexes), BornOn = born?.First, BirthPrecision = born?.Precision ?? DatePrecision.Day,
            BirthCalendar = calendar, BirthEstimated = fields.Choice("birth_estimated", Flags) ?? false,
            NationalId = fields.Number("national_id"), Phone = fields.Phone("phone"), District = fields.Text("district", 200), Village = fields.Text("village", 200), Area = fields.Text("area", 300),
            HouseholdRole = fields.Choice("role", Words.Roles), Activity = fields.Choice("activity", Words.Activities), Disability = fields.Text("disability", 200),
            PayAgency = fields.Text("pay_agency", 20), PayAccount = fields.Text("pay_account", 40),
        });
        var household = fields.Text("household", 80);
        if (row.Problem is null)
        {
            Check(fields, person, today);
        }

        return new PersonRow { Line = row.LineNumber, Reference = reference, Person = person, Household = household, Hash = RowHash.Of(row, Format), Problems = fields.Problems };
    }

    private static PartialDate? Born(RowFields fields, DocumentCalendar calendar)
    {
        if (fields.Text("birth_date", 40) is not { } told)
        {
            return null;
        }

        if (DocumentDate.Read(told, calendar, out var born) is not { } problem)
        {
            return born;
        }

        fields.Refuse("birth_date", problem.Code, problem.Text, problem.Remedy);
        return null;
    }

    /// <summary>Adds what the rules find, unless the column has been faulted already.</summary>
    private static void Check(RowFields fields, NewPerson person, DateOnly today)
    {
        var faulted = fields.Problems.Select(p => p.Column).ToHashSet();
        foreach (var (field, problem) in PersonChecks.Problems(person, today))
        {
            var column = Columns.GetValueOrDefault(field);
            if (column is null || !faulted.Contains(column))
            {
                fields.Refuse(column, problem.Code, problem.Text, problem.Remedy);
            }
        }
    }
}

/// <summary>A hash over the known columns of a line: the same line is known again whatever the file is called.</summary>
internal static class RowHash
{
    /// <summary>Columns that earlier releases did not know: a line without them has the hash it always had.</summary>
    private static readonly HashSet<string> Later = new(StringComparer.Ordinal) { "area", "grandfather_name", "other_name", "birth_calendar", "birth_estimated" };

    public static long Of(TabularRow row, TabularFormat format)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var column in format.Columns.Where(c => !Later.Contains(c.Name) || row[c.Name].Length > 0))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(row[column.Name]));
            hash.AppendData([0x1F]);
        }

        return BitConverter.ToInt64(hash.GetHashAndReset());
    }
}
