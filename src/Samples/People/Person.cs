using System.Globalization;
using Spmis.Samples.Names;

namespace Spmis.Samples.People;

/// <summary>Place in a household, in the words of persons.csv.</summary>
public enum MemberRole
{
    /// <summary>Answers for the household.</summary>
    Head,

    /// <summary>Married to the head.</summary>
    Spouse,

    /// <summary>Child of the head or spouse, of any age.</summary>
    Child,

    /// <summary>Parent of the head or spouse.</summary>
    Parent,

    /// <summary>Anyone else.</summary>
    Other,
}

/// <summary>What somebody lives from, in the words of persons.csv.</summary>
public enum Activity
{
    /// <summary>Works for an employer who files returns.</summary>
    Employed,

    /// <summary>Works on own account; pays contributions by phone.</summary>
    SelfEmployed,

    /// <summary>Neither.</summary>
    None,
}

/// <summary>An invented person as one line of persons.csv tells it.</summary>
public sealed record Person
{
    /// <summary>Line of the file without its header, from 1; the reference is P and these digits.</summary>
    public required int Line { get; init; }

    /// <summary>Own name.</summary>
    public required NamePart Given { get; init; }

    /// <summary>Father's name or second name.</summary>
    public required NamePart Middle { get; init; }

    /// <summary>Family name, or grandfather's.</summary>
    public required NamePart Family { get; init; }

    /// <summary>The name in its own script, where it was written down.</summary>
    public required string NativeName { get; init; }

    /// <summary>F or M.</summary>
    public required char Sex { get; init; }

    /// <summary>The true day of birth.</summary>
    public required DateOnly BornOn { get; init; }

    /// <summary>The birth date as told at the desk: a day, a month, a year, or a first of January that means "about".</summary>
    public required string BirthText { get; init; }

    /// <summary>National id, or empty.</summary>
    public required string NationalId { get; init; }

    /// <summary>Phone, perhaps shared, or empty.</summary>
    public required string Phone { get; init; }

    /// <summary>District.</summary>
    public required string District { get; init; }

    /// <summary>Village or quarter.</summary>
    public required string Village { get; init; }

    /// <summary>Household reference.</summary>
    public required string Household { get; init; }

    /// <summary>Place in the household.</summary>
    public required MemberRole Role { get; init; }

    /// <summary>What the person lives from.</summary>
    public required Activity Activity { get; init; }

    /// <summary>Empty, moderate or severe.</summary>
    public required string Disability { get; init; }

    /// <summary>Agency code, or empty.</summary>
    public required string PayAgency { get; init; }

    /// <summary>IBAN, account or wallet, or empty.</summary>
    public required string PayAccount { get; init; }

    /// <summary>P0000001.</summary>
    public string Reference => ReferenceOf(Line);

    /// <summary>The reference of a line.</summary>
    public static string ReferenceOf(int line) => "P" + line.ToString("D7", CultureInfo.InvariantCulture);

    /// <summary>The line of a reference.</summary>
    /// <exception cref="FormatException">It is no reference of persons.csv.</exception>
    public static int LineOf(string reference) =>
        reference is ['P', ..] && int.TryParse(reference.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line > 0
            ? line
            : throw new FormatException($"'{reference}' is no reference of persons.csv; they look like P0000001.");

    /// <summary>Whole years on a day.</summary>
    public int AgeOn(DateOnly day) => Age(BornOn, day);

    internal static int Age(DateOnly bornOn, DateOnly day) => day.Year - bornOn.Year - (day < bornOn.AddYears(day.Year - bornOn.Year) ? 1 : 0);
}
