namespace Spmis.Kernel.Access;

/// <summary>
/// A row that tells of one person by registration number. Whoever asks for a page or by the API and has such a row read for the answer is on the record as having looked at that
/// person (<see cref="PersonsShown"/>), wherever the row is read: a new page needs to say nothing. What is read as single columns, or by linq2db, says so itself.
/// </summary>
public interface IOfPerson
{
    /// <summary>Whose it is; null or empty when the row names nobody yet.</summary>
    string? ShownPerson { get; }

    /// <summary>A second person whom the row names: the insured of a survivor's claim.</summary>
    string? OtherShown => null;
}

/// <summary>The same for rows of the Kernel, in whose texts persons are named by registration number: proposals, verdicts on lines, the history.</summary>
public interface ITellsOfPersons
{
    /// <summary>Texts in which numbers may stand.</summary>
    IEnumerable<string?> TextsShown { get; }
}
