namespace Spmis.Samples.Randomness;

/// <summary>One purpose, one stream of draws, so that a new question asked of one stream never changes the answers of another. The numbers are part of the data: never renumber.</summary>
public enum Stream
{
    /// <summary>What a line of the persons file is: a person, a duplicate or a mistake.</summary>
    Kind = 1,

    /// <summary>How a block of lines is cut into households.</summary>
    Block = 2,

    /// <summary>Where a household lives and what it is called.</summary>
    Household = 3,

    /// <summary>A person's own details.</summary>
    Person = 4,

    /// <summary>Of whom a line is a duplicate, and how it differs.</summary>
    Duplicate = 5,

    /// <summary>Which mistake a bad line has.</summary>
    Mistake = 6,

    /// <summary>An employer.</summary>
    Employer = 7,

    /// <summary>Where a person works and since when.</summary>
    Job = 8,

    /// <summary>What a person earned in a month.</summary>
    Wage = 9,

    /// <summary>When an employer files.</summary>
    Filing = 10,

    /// <summary>How a return line is written.</summary>
    ReturnLine = 11,

    /// <summary>What a self-employed worker pays.</summary>
    MobileMoney = 12,

    /// <summary>Who claims maternity benefit.</summary>
    Maternity = 13,

    /// <summary>How an employer pays its bills.</summary>
    Receipt = 14,

    /// <summary>What an agency does with a payment.</summary>
    Agency = 15,
}
