namespace Spmis.Registration;

/// <summary>Names of the module's permissions.</summary>
public static class May
{
    /// <summary>Find and read persons.</summary>
    public const string ReadPersons = "persons.read";

    /// <summary>Give a person the report of all that is held.</summary>
    public const string ReportOnPersons = "persons.report";

    /// <summary>Register persons and households.</summary>
    public const string RegisterPersons = "persons.register";

    /// <summary>Correct details and record deaths.</summary>
    public const string CorrectPersons = "persons.correct";

    /// <summary>Record answers and consents.</summary>
    public const string RecordFacts = "persons.facts";

    /// <summary>Read sensitive facts.</summary>
    public const string ReadSensitive = "persons.sensitive";

    /// <summary>See identifiers, telephones and accounts in full; others see their ends.</summary>
    public const string SeeIdentifiers = Kernel.Access.IdentifierMask.Permission;

    /// <summary>See restricted records; to others they are a number and whom to ask.</summary>
    public const string ReadRestricted = Kernel.Access.RestrictedRecords.Permission;

    /// <summary>Ask that a record is restricted, or open again.</summary>
    public const string RestrictPersons = "persons.restrict";

    /// <summary>Approve that.</summary>
    public const string ApproveRestrictions = "persons.approve-restrictions";

    /// <summary>See objections to the use of the data.</summary>
    public const string ReadObjections = "objections.read";

    /// <summary>Answer objections.</summary>
    public const string DecideObjections = "objections.decide";

    /// <summary>Approve changes of who a person is.</summary>
    public const string ApproveChanges = "persons.approve";

    /// <summary>See the own association and its members, and ask the office for changes of them.</summary>
    public const string OwnAssociation = "associations.own";

    /// <summary>See photographs.</summary>
    public const string SeePhotos = "photos.read";

    /// <summary>Take in and remove photographs.</summary>
    public const string KeepPhotos = "photos.keep";

    /// <summary>Issue cards.</summary>
    public const string IssueCards = "cards.issue";

    /// <summary>Import files.</summary>
    public const string Import = "registration.import";

    /// <summary>Review likely duplicates.</summary>
    public const string ReviewDuplicates = "duplicates.review";

    /// <summary>Approve merges.</summary>
    public const string ApproveMerges = "duplicates.approve";

    /// <summary>Hand out codes for accounts of persons and employers.</summary>
    public const string OfferAccounts = "accounts.offer";

    /// <summary>See the own record.</summary>
    public const string ReadOwn = "me.record";

    /// <summary>Find and read employers.</summary>
    public const string ReadEmployers = "employers.read";

    /// <summary>Register employers.</summary>
    public const string RegisterEmployers = "employers.register";

    /// <summary>Find and read associations.</summary>
    public const string ReadAssociations = "associations.read";

    /// <summary>Register associations, enrol members, take censuses.</summary>
    public const string KeepAssociations = "associations.keep";

    /// <summary>Approve censuses.</summary>
    public const string ApproveCensuses = "associations.approve";

    /// <summary>Rename, merge and split areas.</summary>
    public const string ManageAreas = "areas.manage";

    /// <summary>Read runs.</summary>
    public const string ReadRuns = "registration.runs";
}
