namespace Spmis.Samples.People;

/// <summary>What a line of persons.csv is.</summary>
public enum LineKind
{
    /// <summary>Somebody not seen on an earlier line.</summary>
    Person,

    /// <summary>Somebody of an earlier line, registered again.</summary>
    Duplicate,

    /// <summary>A line with a mistake that has to be refused.</summary>
    Mistake,
}
