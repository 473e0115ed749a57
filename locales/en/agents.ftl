# Agents

agents-title = Agents
agents-lead = Add agents, and change what they are and in which team. Whoever leaves is out at once: their sign-ins and API tokens end when they are suspended.
agents-there = Agents
agents-name = Name
agents-role = Role and team
agents-role-of = Role of { $name }
agents-team-of = Team of { $name }
agents-no-team = No team
agents-save = Change
agents-new = Add an agent
agents-new-lead = They are told by mail how to set their password.
agents-add = Add
agents-wrong-taken = Somebody has this address already. Please enter another one.
agents-wrong-team = There is no such team. Please choose one again.
agents-wrong-last = Nobody else administers this installation. Please make somebody else an administrator first.
mail-agent-added-subject = You are an agent now | { $vendor }
mail-agent-added-body =
    You were added as an agent. Please set your first password on this page:

    { $link }

    { $vendor }
