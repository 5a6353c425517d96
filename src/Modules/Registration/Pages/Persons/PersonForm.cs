using Spmis.Kernel.Files;
using Spmis.Registration.Calendars;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Pages.Persons;

/// <summary>The fields of a person as typed.</summary>
public sealed class PersonForm
{
    public string GivenName { get; set; } = "";

    public string MiddleName { get; set; } = "";

    public string GrandfatherName { get; set; } = "";

    public string FamilyName { get; set; } = "";

    public string OtherName { get; set; } = "";

    public string NativeName { get; set; } = "";

    public string MotherName { get; set; } = "";

    public string Sex { get; set; } = "";

    /// <summary>1988-03-27, 1988-03 or 1988 in <see cref="BirthCalendar"/>.</summary>
    public string BornOn { get; set; } = "";

    public string BirthCalendar { get; set; } = "gregorian";

    public bool BirthEstimated { get; set; }

    public string NationalId { get; set; } = "";

    public bool NationalIdVerified { get; set; }

    public string Phone { get; set; } = "";

    /// <summary>Code or name path.</summary>
    public string Area { get; set; } = "";

    public string District { get; set; } = "";

    public string Village { get; set; } = "";

    public string Activity { get; set; } = "";

    public string Disability { get; set; } = "";

    public string HouseholdNumber { get; set; } = "";

    public string HouseholdRole { get; set; } = "";

    public string PayAgency { get; set; } = "";

    public string PayAccount { get; set; } = "";

    /// <summary>Reads it; what cannot be read is refused beside its field.</summary>
    internal NewPerson Read(Action<string, string> refuse)
    {
        PartialDate? born = null;
        var calendar = DocumentDate.Words.GetValueOrDefault(BirthCalendar);
        if (!string.IsNullOrWhiteSpace(BornOn))
        {
            if (DocumentDate.Read(BornOn.Trim(), calendar, out var date) is { } problem)
            {
                refuse(nameof(BornOn), $"{problem.Text} {problem.Remedy}");
            }
            else
            {
                born = date;
            }
        }

        return new NewPerson
        {
            GivenName = GivenName, MiddleName = MiddleName, GrandfatherName = GrandfatherName, OtherName = OtherName, FamilyName = FamilyName, NativeName = NativeName, MotherName = MotherName,
            Sex = Words.Sexes.TryGetValue(Sex, out var sex) ? sex : null, BornOn = born?.First, BirthPrecision = born?.Precision ?? DatePrecision.Day, BirthCalendar = calendar, BirthEstimated = BirthEstimated,
            NationalId = NationalId, NationalIdVerified = NationalIdVerified, Phone = Phone, Area = Area, District = District, Village = Village,
            Activity = Words.Activities.TryGetValue(Activity, out var activity) ? activity : null, Disability = Disability,
            HouseholdNumber = HouseholdNumber, HouseholdRole = Words.Roles.TryGetValue(HouseholdRole, out var role) ? role : null, PayAgency = PayAgency, PayAccount = PayAccount,
        };
    }

    internal static PersonForm Of(PersonRecord record)
    {
        var p = record.Person;
        return new PersonForm
        {
            GivenName = p.GivenName ?? "", MiddleName = p.MiddleName ?? "", GrandfatherName = p.GrandfatherName ?? "", OtherName = p.OtherName ?? "", FamilyName = p.FamilyName ?? "", NativeName = p.NativeName ?? "", MotherName = p.MotherName ?? "",
            Sex = p.Sex?.ToString() ?? "", BornOn = BirthText.InDocument(p) ?? BirthText.Of(p.BornOn, p.BirthPrecision) ?? "",
            BirthCalendar = (BirthText.InDocument(p) is null ? DocumentCalendar.Gregorian : p.BirthCalendar).ToString().ToLowerInvariant(), BirthEstimated = p.BirthEstimated, NationalId = p.NationalId ?? "", NationalIdVerified = p.NationalIdVerified,
            Phone = p.Phone ?? "", Area = record.AreaCode ?? "", District = p.District ?? "", Village = p.Village ?? "", Activity = p.Activity is { } activity ? Words.Of(activity) : "", Disability = p.Disability ?? "",
            HouseholdNumber = record.HouseholdNumber ?? "", HouseholdRole = p.HouseholdRole is { } role ? Words.Of(role) : "", PayAgency = p.PayAgency ?? "", PayAccount = p.PayAccount ?? "",
        };
    }
}

/// <summary>A page with the fields of a person.</summary>
public interface IPersonFields
{
    /// <summary>The fields.</summary>
    PersonForm Input { get; }
}
