using System.Linq.Expressions;
using Spmis.Rules.Checking;

namespace Spmis.Rules.Compilation;

/// <summary>A stretch of code with its own variables: the whole rule, or the body of a loop over a list.</summary>
/// <param name="parent">The stretch around it; null for the whole rule.</param>
/// <param name="list">The list gone through.</param>
/// <param name="fields">Where a field of the record at hand stands: the cells and the index.</param>
internal sealed class Block(Block? parent, ListLayout? list, Func<FactSlot, (Expression Cells, Expression Index)>? fields)
{
    private readonly List<ParameterExpression> variables = [];

    public Block? Parent { get; } = parent;

    public ListLayout? List { get; } = list;

    public Func<FactSlot, (Expression Cells, Expression Index)>? Fields { get; } = fields;

    /// <summary>In a loop of quick code: the amounts of the records in ten-thousandths.</summary>
    public ParameterExpression? Scaled { get; init; }

    public List<Expression> Steps { get; } = [];

    public Dictionary<Rule, ParameterExpression> Rules { get; } = [];

    /// <summary>Looked-up figures and days that are used more than once.</summary>
    public Dictionary<string, ParameterExpression> Shared { get; } = new(StringComparer.Ordinal);

    public ParameterExpression Variable(Type type, string name)
    {
        variables.Add(Expression.Variable(type, name));
        return variables[^1];
    }

    public (Expression Cells, Expression Index) Field(FactSlot slot) => Fields is null ? throw new InvalidOperationException("The whole rule has no record at hand.") : Fields(slot);

    public Expression Around(Expression last) => Expression.Block(variables, [.. Steps, last]);
}
