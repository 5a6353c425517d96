using Superpower;
using Superpower.Display;
using Superpower.Model;
using Superpower.Parsers;
using Superpower.Tokenizers;

namespace Spmis.Rules.Language;

internal enum ExpressionToken
{
    [Token(Example = "2026-02-09")] Date,
    [Token(Example = "2026-02")] Month,
    [Token(Example = "6%")] Percent,
    Number,
    [Token(Example = "'word'")] Text,
    Name,
    [Token(Category = "operator")] Operator,
    [Token(Example = "(")] Open,
    [Token(Example = ")")] Close,
    [Token(Example = "[")] OpenKeys,
    [Token(Example = "]")] CloseKeys,
    [Token(Example = ",")] Comma,
    [Token(Example = "@")] At,
}

/// <summary>Cuts an expression into words, with bounds on how long and how deep it may be.</summary>
internal static class Tokens
{
    public const int MostTokens = 1000;
    public const int DeepestNesting = 64;

    private static readonly Tokenizer<ExpressionToken> Tokenizer = new TokenizerBuilder<ExpressionToken>()
        .Ignore(Span.WhiteSpace)
        .Match(Span.Regex("[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])"), ExpressionToken.Date)
        .Match(Span.Regex("[0-9]{4}-[0-9]{2}(?![0-9])"), ExpressionToken.Month)
        .Match(Span.Regex(@"[0-9]+(\.[0-9]+)?%"), ExpressionToken.Percent)
        .Match(Span.Regex(@"[0-9]+(\.[0-9]+)?(?![0-9A-Za-z_.])"), ExpressionToken.Number)
        .Match(Span.Regex("'[^']*'"), ExpressionToken.Text)
        .Match(Span.Regex(@"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*"), ExpressionToken.Name)
        .Match(Span.Regex("(?:==|!=|<=|>=|<|>|[-+*/])"), ExpressionToken.Operator)
        .Match(Character.EqualTo('('), ExpressionToken.Open)
        .Match(Character.EqualTo(')'), ExpressionToken.Close)
        .Match(Character.EqualTo('['), ExpressionToken.OpenKeys)
        .Match(Character.EqualTo(']'), ExpressionToken.CloseKeys)
        .Match(Character.EqualTo(','), ExpressionToken.Comma)
        .Match(Character.EqualTo('@'), ExpressionToken.At)
        .Build();

    public static TokenList<ExpressionToken> Of(string text)
    {
        var result = Tokenizer.TryTokenize(text);
        if (!result.HasValue)
        {
            var offset = result.ErrorPosition.Absolute;
            throw new SyntaxError(offset, $"'{Rest(text, offset)}' is not part of the language.", Advice(text, offset));
        }

        var depth = 0;
        var count = 0;
        foreach (var token in result.Value)
        {
            // Every one of these words opens a level of the parser; only brackets close one again before the end.
            depth += token.Kind switch
            {
                ExpressionToken.Open or ExpressionToken.OpenKeys => 1,
                ExpressionToken.Close or ExpressionToken.CloseKeys => -1,
                ExpressionToken.Name when token.ToStringValue() is "if" or "not" => 1,
                _ => 0,
            };
            if (++count > MostTokens || depth > DeepestNesting)
            {
                throw new SyntaxError(token.Position.Absolute, $"The expression is too long or too deeply nested (more than {MostTokens} words or {DeepestNesting} levels).", "Cut it into several rules with names of their own.");
            }
        }

        return result.Value;
    }

    private static string Rest(string text, int offset) => text[offset..Math.Min(text.Length, offset + 12)].Split(' ', 2)[0];

    private static string Advice(string text, int offset) => text[offset] switch
    {
        '=' => "Compare with == (two signs).",
        '"' => "Put words between single quotes: 'word'.",
        '&' => "Write 'and'.",
        '|' => "Write 'or'.",
        '!' => "Write 'not', or != for unequal.",
        '^' => "There is no power; multiply.",
        '≥' => "Write >=.",
        '≤' => "Write <=.",
        '≠' => "Write !=.",
        '×' => "Multiply with *.",
        '÷' => "Divide with /.",
        '–' or '−' => "Write the minus sign of the keyboard: -.",
        '‘' or '’' or '“' or '”' or '«' or '»' => "Put words between straight single quotes: 'word'.",
        '$' or '€' or '£' => "Write the currency's code behind the amount: 800 KES.",
        '%' => "A percentage is written 6% without a blank.",
        >= '0' and <= '9' => "Write numbers with digits and at most one point, without thousands marks or exponents: 12500.50; a unit stands behind a blank: 70 years.",
        _ => "See the grammar in src/Rules/README.md.",
    };
}

/// <summary>An expression cannot be read; turned into a located <see cref="SchemeError"/> by the package reader.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves this library.
internal sealed class SyntaxError(int offset, string wrong, string right) : Exception(wrong)
#pragma warning restore CA1032, CA1064
{
    public int Offset { get; } = offset;

    public string Wrong { get; } = wrong;

    public string Right { get; } = right;
}
