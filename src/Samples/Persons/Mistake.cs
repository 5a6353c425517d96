namespace Spmis.Samples.Persons;

/// <summary>Why a line of persons.csv has to be refused.</summary>
public enum Mistake
{
    /// <summary>No name at all.</summary>
    MissingName,

    /// <summary>Born on 31/02/1990.</summary>
    ImpossibleDate,

    /// <summary>Sex Q.</summary>
    UnknownSex,

    /// <summary>The reference of an earlier line with another person.</summary>
    RepeatedReference,

    /// <summary>Born in 2031.</summary>
    BornInFuture,

    /// <summary>The line breaks off.</summary>
    TooFewFields,

    /// <summary>A comma in a name without quotes.</summary>
    TooManyFields,

    /// <summary>Letters behind a closing quote.</summary>
    BadQuote,
}
