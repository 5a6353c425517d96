using Spmis.Values;

namespace Spmis.Rules.Language;

/// <summary>An expression as written, before names and units are checked. Offset counts characters from the start of the expression.</summary>
internal abstract record Syntax(int Offset);

internal sealed record NumberSyntax(int Offset, decimal Value) : Syntax(Offset);

internal sealed record RateSyntax(int Offset, decimal Value) : Syntax(Offset);

/// <summary>A number with a word behind it: 800 KES, 70 years, 14 days.</summary>
internal sealed record QuantitySyntax(int Offset, decimal Value, string Unit) : Syntax(Offset);

internal sealed record DateSyntax(int Offset, DateOnly Value) : Syntax(Offset);

internal sealed record MonthSyntax(int Offset, Month Value) : Syntax(Offset);

internal sealed record TextSyntax(int Offset, string Value) : Syntax(Offset);

internal sealed record BoolSyntax(int Offset, bool Value) : Syntax(Offset);

internal sealed record NameSyntax(int Offset, string Name) : Syntax(Offset);

internal sealed record UnarySyntax(int Offset, string Operator, Syntax Operand) : Syntax(Offset);

internal sealed record BinarySyntax(int Offset, string Operator, Syntax Left, Syntax Right) : Syntax(Offset);

internal sealed record IfSyntax(int Offset, Syntax Condition, Syntax Then, Syntax Else) : Syntax(Offset);

internal sealed record InSyntax(int Offset, Syntax Operand, IReadOnlyList<Syntax> Choices) : Syntax(Offset);

/// <summary>A figure of the law at a day and for a row of its table: <c>penalty@due[delay]</c>.</summary>
internal sealed record LookupSyntax(int Offset, Syntax Target, Syntax? Day, IReadOnlyList<Syntax> Keys) : Syntax(Offset);

internal sealed record CallSyntax(int Offset, string Name, IReadOnlyList<Syntax> Arguments, NameSyntax? Over, Syntax? By, Syntax? Where) : Syntax(Offset);
