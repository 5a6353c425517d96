using System.Globalization;
using Spmis.Values;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using Parser = Superpower.TokenListParser<Spmis.Rules.Language.ExpressionToken, Spmis.Rules.Language.Syntax>;
using T = Spmis.Rules.Language.ExpressionToken;

namespace Spmis.Rules.Language;

/// <summary>The grammar of expressions; the page README.md describes the same.</summary>
internal static class Grammar
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal) { "and", "or", "not", "if", "then", "else", "has", "in", "over", "by", "where", "yes", "no", "true", "false" };

    private static readonly Parser Expression = Parse.Ref(() => Or!);

    private static readonly TokenListParser<T, Token<T>> AnyName = Token.EqualTo(T.Name).Where(t => !Reserved.Contains(t.ToStringValue()), "name expected, but this word has a meaning of its own");

    private static readonly Parser Name = AnyName.Select(t => (Syntax)new NameSyntax(At(t), t.ToStringValue()));

    private static readonly Parser Number =
        from number in Token.EqualTo(T.Number)
        from unit in AnyName.OptionalOrDefault()
        select unit.HasValue
            ? new QuantitySyntax(At(number), Value(number), unit.ToStringValue())
            : (Syntax)new NumberSyntax(At(number), Value(number));

    private static readonly Parser Literal = Number
        .Or(Token.EqualTo(T.Percent).Select(t => (Syntax)new RateSyntax(At(t), Value(t) / 100)))
        .Or(Token.EqualTo(T.Date).Select(Date))
        .Or(Token.EqualTo(T.Month).Select(MonthOf))
        .Or(Token.EqualTo(T.Text).Select(t => (Syntax)new TextSyntax(At(t), t.ToStringValue()[1..^1])))
        .Or(Word("yes").Or(Word("true")).Select(t => (Syntax)new BoolSyntax(At(t), true)))
        .Or(Word("no").Or(Word("false")).Select(t => (Syntax)new BoolSyntax(At(t), false)));

    private static readonly Parser Choice =
        from start in Word("if")
        from condition in Expression
        from then in Word("then").IgnoreThen(Expression)
        from otherwise in Word("else").IgnoreThen(Expression)
        select (Syntax)new IfSyntax(At(start), condition, then, otherwise);

    private static readonly Parser Group = Expression.Between(Token.EqualTo(T.Open), Token.EqualTo(T.Close));

    private static readonly TokenListParser<T, Syntax[]> Arguments = Expression.ManyDelimitedBy(Token.EqualTo(T.Comma));

    private static readonly TokenListParser<T, Func<Token<T>, Syntax>> Brackets =
        from open in Token.EqualTo(T.Open)
        from arguments in Arguments
        from over in Word("over").IgnoreThen(Name).AsNullable().OptionalOrDefault()
        from key in Word("by").IgnoreThen(Expression).AsNullable().OptionalOrDefault()
        from filter in Word("where").IgnoreThen(Expression).AsNullable().OptionalOrDefault()
        from close in Token.EqualTo(T.Close)
        select new Func<Token<T>, Syntax>(name => new CallSyntax(At(name), name.ToStringValue(), arguments, (NameSyntax?)over, key, filter));

    private static readonly Parser NameOrCall =
        from name in AnyName
        from call in Brackets.AsNullable().OptionalOrDefault()
        select call is null ? new NameSyntax(At(name), name.ToStringValue()) : call(name);

    private static readonly Parser Primary = Literal.Or(Choice).Or(NameOrCall).Or(Group).Named("value, name or function");

    private static readonly Parser Day = Token.EqualTo(T.Date).Select(Date).Or(Token.EqualTo(T.Month).Select(MonthOf)).Or(Name).Or(Group).Named("reference date");

    private static readonly Parser Lookup =
        from target in Primary
        from day in Token.EqualTo(T.At).IgnoreThen(Day).AsNullable().OptionalOrDefault()
        from keys in Expression.AtLeastOnceDelimitedBy(Token.EqualTo(T.Comma)).Between(Token.EqualTo(T.OpenKeys), Token.EqualTo(T.CloseKeys)).AsNullable().OptionalOrDefault()
        select day is null && keys is null ? target : new LookupSyntax(target.Offset, target, day, keys ?? []);

    private static readonly Parser Unary =
        (from minus in Operator("-")
         from operand in Lookup
         select (Syntax)new UnarySyntax(At(minus), "-", operand)).Or(Lookup);

    private static readonly Parser Product = Parse.Chain(Operator("*").Or(Operator("/")), Unary, Join);

    private static readonly Parser Sum = Parse.Chain(Operator("+").Or(Operator("-")), Product, Join);

    private static readonly TokenListParser<T, Func<Syntax, Syntax>> Compared =
        from op in Token.EqualTo(T.Operator).Where(t => t.ToStringValue() is "==" or "!=" or "<" or "<=" or ">" or ">=", "comparison expected")
        from right in Sum
        select new Func<Syntax, Syntax>(left => new BinarySyntax(At(op), op.ToStringValue(), left, right));

    private static readonly TokenListParser<T, Func<Syntax, Syntax>> HasWord =
        from op in Word("has")
        from right in Primary
        select new Func<Syntax, Syntax>(left => new BinarySyntax(At(op), "has", left, right));

    private static readonly TokenListParser<T, Func<Syntax, Syntax>> InChoices =
        from op in Word("in")
        from choices in Sum.AtLeastOnceDelimitedBy(Token.EqualTo(T.Comma)).Between(Token.EqualTo(T.Open), Token.EqualTo(T.Close))
        select new Func<Syntax, Syntax>(left => new InSyntax(At(op), left, choices));

    private static readonly Parser Comparison =
        from left in Sum
        from rest in Compared.Or(HasWord).Or(InChoices).AsNullable().OptionalOrDefault()
        select rest is null ? left : rest(left);

    private static readonly Parser Not =
        (from word in Word("not")
         from operand in Parse.Ref(() => Not!)
         select (Syntax)new UnarySyntax(At(word), "not", operand)).Or(Comparison);

    private static readonly Parser And = Parse.Chain(Word("and"), Not, Join);

    private static readonly Parser Or = Parse.Chain(Word("or"), And, Join);

    private static readonly Parser Whole = Expression.AtEnd();

    /// <summary>Reads an expression.</summary>
    /// <exception cref="SyntaxError">It is none; says where and what was expected.</exception>
    public static Syntax Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new SyntaxError(0, "The expression is empty.", "Write an expression, such as claim.date.");
        }

        var tokens = Tokens.Of(text);
        var result = Whole.TryParse(tokens);
        return result.HasValue ? result.Value : throw Unreadable(text, tokens, result);
    }

    private static SyntaxError Unreadable(string text, TokenList<T> tokens, TokenListParserResult<T, Syntax> result)
    {
        var offset = result.ErrorPosition.HasValue ? result.ErrorPosition.Absolute : text.Length;
        var found = tokens.Select(t => (Token<T>?)t).FirstOrDefault(t => t!.Value.Position.Absolute == offset);
        var wrong = found is null ? "The expression ends too early." : $"'{found.Value.ToStringValue()}' cannot stand here.";
        var word = found?.ToStringValue() ?? "";

        // Behind a number a word in capitals was taken for its unit.
        var capitals = tokens.Where(t => t.Position.Absolute <= offset).TakeLast(2).Select(t => t.ToStringValue()).FirstOrDefault(w => w.Any(char.IsAsciiLetterUpper) && Reserved.Contains(w.ToLowerInvariant()));
        var expected = capitals is not null ? $"Write it in small letters: {capitals.ToLowerInvariant()}."
            : word is "<" or "<=" or ">" or ">=" or "==" or "!=" ? "Compare two values at a time: a < b and b < c."
            : word == "of" ? "Multiply: 6% * wage."
            : result.Expectations is { Length: > 0 } list ? $"Expected: {string.Join(", ", list)}." : "Look for a missing operator, bracket or comma before it.";
        return new SyntaxError(offset, wrong, expected);
    }

    private static TokenListParser<T, Token<T>> Word(string word) => Token.EqualToValue(T.Name, word).Named($"'{word}'");

    private static TokenListParser<T, Token<T>> Operator(string sign) => Token.EqualToValue(T.Operator, sign).Named($"'{sign}'");

    private static int At(Token<T> token) => token.Position.Absolute;

    private static BinarySyntax Join(Token<T> op, Syntax left, Syntax right) => new(At(op), op.ToStringValue(), left, right);

    private static decimal Value(Token<T> token)
    {
        var digits = token.ToStringValue().TrimEnd('%');
        return digits.Length <= 28 && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new SyntaxError(At(token), $"'{digits[..20]}...' has too many digits.", "Write at most 28 characters.");
    }

    private static Syntax Date(Token<T> token) => DateOnly.TryParseExact(token.ToStringValue(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1900 and <= 2999
        ? new DateSyntax(At(token), date)
        : throw new SyntaxError(At(token), $"'{token.ToStringValue()}' is no date between 1900 and 2999.", "Write year, month and day as 2026-02-09.");

    private static Syntax MonthOf(Token<T> token) => Month.TryParse(token.ToStringValue(), out var month)
        ? new MonthSyntax(At(token), month)
        : throw new SyntaxError(At(token), $"'{token.ToStringValue()}' is no month.", "Write year and month as 2026-02.");
}
